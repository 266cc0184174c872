// Interval bounds of each operator, and set operations on sorted intervals.
// SPDX-License-Identifier: MIT
#include "packaging/specifier_ranges.h"

#include <algorithm>

#include "packaging/character_class.h"
#include "packaging/key_bytes.h"
#include "packaging/release_prefix.h"
#include "packaging/specifier_access.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

using Intervals = std::vector<KeyInterval>;
using Operator = Specifier::Operator;

std::string with(std::string_view key, unsigned char last) {
  std::string bound(key);
  bound += static_cast<char>(last);
  return bound;
}

// Behind the version and its local versions.
std::string after(std::string_view key) { return with(key, key_token::kHighest); }

// Before the first version whose release begins with the prefix, and behind the last one.
std::string prefix_low(const ReleasePrefix& prefix) { return with(prefix.bytes, key_token::kDev); }
std::string prefix_high(const ReleasePrefix& prefix) {
  std::string bound(prefix.bytes);
  bound.append(prefix.zeros, static_cast<char>(key_token::kNumber));
  return after(bound);
}

Intervals equal_interval(const Specifier& specifier) {
  const Version& version = SpecifierAccess::version(specifier);
  if (specifier.is_wildcard()) {
    const auto prefix = release_prefix(version, 0);
    return {{prefix_low(prefix), prefix_high(prefix)}};
  }
  const auto key = key_view(version);
  return {{std::string(key), version.has_local() ? with(key, key_token::kDev) : after(key)}};
}

// `<1.0` leaves out the pre-releases of 1.0, `<1.0a2` and `<1.0.dev1` mean what they say.
std::string less_high(const Version& version) {
  const auto key = key_view(version);
  return version.is_prerelease() ? std::string(key)
                                 : with(key.substr(0, key.size() - 1), key_token::kDev);
}

// `>1.0` leaves out the post-releases and local versions of 1.0.
std::string greater_low(const Version& version) {
  const auto key = key_view(version);
  return version.is_devrelease() ? after(key)
                                 : with(key.substr(0, key.size() - 1), key_token::kAfterPost);
}

}  // namespace

bool SpecifierRanges::contains(std::string_view key, std::string_view text) const {
  return std::ranges::any_of(intervals,
                             [&](const KeyInterval& interval) { return interval.contains(key); }) &&
         std::ranges::all_of(
             arbitrary, [&](const std::string& wanted) { return arbitrary_equal(wanted, text); });
}

std::vector<KeyInterval> specifier_intervals(const Specifier& specifier) {
  const Version& version = SpecifierAccess::version(specifier);
  switch (specifier.op()) {
    case Operator::kEqual:
      return equal_interval(specifier);
    case Operator::kNotEqual:
      return complement(equal_interval(specifier));
    case Operator::kLessEqual:
      return {{"", after(key_view(version))}};
    case Operator::kGreaterEqual:
      return {{std::string(key_view(version)), ""}};
    case Operator::kLess:
      return {{"", less_high(version)}};
    case Operator::kGreater:
      return {{greater_low(version), ""}};
    case Operator::kCompatible: {
      return {{std::string(key_view(version)), prefix_high(release_prefix(version, 1))}};
    }
    case Operator::kArbitrary:
      break;
  }
  return {{"", ""}};
}

SpecifierRanges specifier_ranges(const SpecifierSet& set) {
  SpecifierRanges ranges{{{"", ""}}, {}};
  for (const auto& specifier : set.specifiers()) {
    if (specifier.op() == Operator::kArbitrary) {
      ranges.arbitrary.emplace_back(specifier.version_text());
    } else {
      ranges.intervals = intersect(ranges.intervals, specifier_intervals(specifier));
    }
  }
  return ranges;
}

std::vector<KeyInterval> intersect(const std::vector<KeyInterval>& a,
                                   const std::vector<KeyInterval>& b) {
  Intervals out;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    const std::string& low = std::max(a[i].low, b[j].low);
    const bool a_ends_first = !a[i].high.empty() && (b[j].high.empty() || a[i].high < b[j].high);
    const std::string& high = a_ends_first ? a[i].high : b[j].high;
    if (high.empty() || low < high) out.push_back({low, high});
    if (a_ends_first) {
      ++i;
    } else {
      ++j;
    }
  }
  return out;
}

std::vector<KeyInterval> complement(const std::vector<KeyInterval>& intervals) {
  Intervals out;
  std::string low;
  for (const auto& interval : intervals) {
    if (low < interval.low) out.push_back({low, interval.low});
    if (interval.high.empty()) return out;
    low = interval.high;
  }
  out.push_back({low, ""});
  return out;
}

std::vector<KeyInterval> without_upper_bound(const std::vector<KeyInterval>& intervals) {
  Intervals out = intervals;
  if (!out.empty()) out.back().high.clear();
  return out;
}

bool arbitrary_equal(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

}  // namespace pincompile
