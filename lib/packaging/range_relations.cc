// An interval of keys can be empty of versions although its bounds differ (`>1.0a1,<1.0a2.dev0`),
// so the first version behind its low bound is written down and compared with the high one. Where
// there is no first one (below 1.0.1 lie 1.0.0.1, 1.0.0.0.1, ...) enough zeros lead below any given
// bound.
// SPDX-License-Identifier: MIT
#include "packaging/range_relations.h"

#include <algorithm>

#include "packaging/key_bytes.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

std::string plus_one(std::string digits) {
  for (std::size_t i = digits.size(); i-- > 0;) {
    if (digits[i] != '9') {
      ++digits[i];
      return digits;
    }
    digits[i] = '0';
  }
  return "1" + digits;
}

// A low bound taken apart: a version or the beginning of one, and a byte that says where behind it
// the interval starts (key_bytes.h).
struct LowBound {
  std::string epoch;
  std::vector<std::string> release;
  std::string pre;  // letter
  std::string pre_number;
  std::string post_number;
  std::string dev_number;
  std::string local;
  bool whole = false;  // the public part is complete
  unsigned char marker = 0;

  explicit LowBound(std::string_view bytes);

  std::string release_text() const {
    std::string out = epoch.empty() ? "" : epoch + "!";
    for (const auto& number : release) out += number + ".";
    if (release.empty()) return out + "0";
    out.pop_back();
    return out;
  }
  std::string pre_text() const { return pre.empty() ? "" : pre + pre_number; }
  std::string post_text() const { return post_number.empty() ? "" : ".post" + post_number; }
};

LowBound::LowBound(std::string_view bytes) {
  KeyReader reader(bytes);
  if (reader.take(key_token::kEpoch)) reader.digits(epoch);
  while (reader.at_number()) reader.digits(release.emplace_back());
  constexpr std::string_view kLetters[] = {"a", "b", "rc"};
  if (reader.peek() >= key_token::kAlpha && reader.peek() <= key_token::kReleaseCandidate) {
    pre = kLetters[reader.peek() - key_token::kAlpha];
    reader.take(reader.peek());
    reader.digits(pre_number);
  }
  if (reader.take(key_token::kPost)) reader.digits(post_number);
  const std::size_t last = bytes.size() - 1;
  if (reader.peek() == key_token::kDev && reader.position() < last) {
    reader.take(key_token::kDev);
    reader.digits(dev_number);
    whole = true;
  } else {
    whole = reader.take(key_token::kEnd);
  }
  if (whole && !reader.at_end() && reader.peek() != key_token::kHighest) {
    const auto rest = bytes.substr(reader.position());
    const bool closed = rest.back() == static_cast<char>(key_token::kDev) && rest.size() > 1 &&
                        !version_from_key(bytes).has_value();
    local = rest.substr(0, rest.size() - (closed ? 1 : 0));
    if (closed) marker = key_token::kDev;
  } else if (!reader.at_end()) {
    marker = reader.peek();
  }
}

// A version inside every interval that begins at `low` and holds any; `zeros` more than `high` has
// bytes.
std::string first_version(const LowBound& low, std::size_t zeros) {
  const std::string release = low.release_text();
  const std::string stem = release + low.pre_text() + low.post_text();
  if (low.marker == key_token::kHighest && !low.whole) {
    LowBound next = low;
    next.release.back() = plus_one(next.release.back());
    return next.release_text() + ".dev0";
  }
  if (low.marker == key_token::kHighest && !low.dev_number.empty())
    return stem + ".dev" + plus_one(low.dev_number);
  if (low.marker == key_token::kHighest && low.post_number.empty()) return stem + ".post0.dev0";
  if (low.marker == key_token::kHighest ||
      (low.marker == key_token::kAfterPost && !low.post_number.empty())) {
    return release + low.pre_text() + ".post" + plus_one(low.post_number) + ".dev0";
  }
  if (low.marker == key_token::kAfterPost && !low.pre.empty()) {
    return release + low.pre + plus_one(low.pre_number) + ".dev0";
  }
  if (low.marker == key_token::kAfterPost) {
    std::string out = release;
    for (std::size_t i = 0; i < zeros; ++i) out += ".0";
    return out + ".1.dev0";
  }
  return stem + ".dev0";
}

// The same among finals and post-releases.
std::string first_final(const LowBound& low, std::size_t zeros) {
  const std::string release = low.release_text();
  if (!low.pre.empty()) return release;
  if (low.marker == key_token::kHighest && !low.whole) {
    LowBound next = low;
    next.release.back() = plus_one(next.release.back());
    return next.release_text();
  }
  const bool behind_dev = low.marker == key_token::kHighest && !low.dev_number.empty();
  if (behind_dev || low.marker == key_token::kDev || low.marker == 0)
    return release + low.post_text();
  if (low.marker == key_token::kHighest && low.post_number.empty()) return release + ".post0";
  if (!low.post_number.empty()) return release + ".post" + plus_one(low.post_number);
  std::string out = release;
  for (std::size_t i = 0; i < zeros; ++i) out += ".0";
  return out + ".1";
}

bool is_inside(const std::string& version, const KeyInterval& interval, bool finals_only) {
  const auto parsed = Version::parse(version);
  return parsed && interval.contains(key_view(*parsed)) &&
         !(finals_only && parsed->is_prerelease());
}

// Bounds inside local versions come from `!=1.0+x`: what follows is 1.0+x.0...0a.
bool holds_local(const KeyInterval& interval, const LowBound& low, std::size_t zeros,
                 bool finals_only) {
  if (low.marker != key_token::kDev || low.local.empty()) return false;
  const auto whole = version_from_key(interval.low.substr(0, interval.low.size() - 1));
  return whole &&
         is_inside(whole->to_string() + "." + std::string(zeros, '0') + "a", interval, finals_only);
}

bool holds_version(const KeyInterval& interval, bool finals_only) {
  const std::size_t zeros = interval.high.size() + 1;
  if (interval.low.empty()) return is_inside(finals_only ? "0" : "0.dev0", interval, finals_only);
  if (const auto exact = version_from_key(interval.low)) {
    if (is_inside(exact->to_string(), interval, finals_only)) return true;
  }
  const LowBound low(interval.low);
  if (holds_local(interval, low, zeros, finals_only)) return true;
  return is_inside(first_version(low, zeros), interval, finals_only) ||
         is_inside(first_final(low, zeros), interval, finals_only);
}

bool hold_version(const std::vector<KeyInterval>& intervals, bool finals_only) {
  return std::ranges::any_of(
      intervals, [&](const KeyInterval& interval) { return holds_version(interval, finals_only); });
}

}  // namespace

bool is_satisfiable(const SpecifierSet& set, bool finals_only) {
  const auto ranges = specifier_ranges(set);
  if (ranges.arbitrary.empty()) return hold_version(ranges.intervals, finals_only);
  const std::string& text = ranges.arbitrary.front();
  const auto version = Version::parse(text);
  return set.contains_text(text) && !(finals_only && version && version->is_prerelease());
}

bool is_subset(const SpecifierSet& inner, const SpecifierSet& outer) {
  if (!is_satisfiable(inner)) return true;
  const auto inside = specifier_ranges(inner);
  const auto outside = specifier_ranges(outer);
  if (!inside.arbitrary.empty()) return outer.contains_text(inside.arbitrary.front());
  return outside.arbitrary.empty() &&
         !hold_version(intersect(inside.intervals, complement(outside.intervals)), false);
}

bool are_disjoint(const SpecifierSet& a, const SpecifierSet& b) {
  return !is_satisfiable(a.intersect(b));
}

}  // namespace pincompile
