// Specifier sets, and a version on the second line: printing reads back, intervals agree with
// contains, relations agree with membership.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "packaging/range_relations.h"
#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"
#include "pincompile/requirement.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t line = std::min(text.find('\n'), text.size());
  (void)pincompile::parse_specifiers_lenient(text);
  const auto set = pincompile::SpecifierSet::parse(text.substr(0, line));
  if (!set) return 0;
  const auto again = pincompile::SpecifierSet::parse(set->to_string());
  require(again.has_value() && *again == *set);
  const auto ranges = pincompile::specifier_ranges(*set);
  for (std::size_t i = 0; i + 1 < ranges.intervals.size(); ++i) {
    require(ranges.intervals[i].high < ranges.intervals[i + 1].low);
  }
  require(
      pincompile::intersect(ranges.intervals, pincompile::complement(ranges.intervals)).empty());
  const bool satisfiable = pincompile::is_satisfiable(*set);
  require(pincompile::is_subset(*set, *set));
  if (line == text.size()) return 0;
  const auto spelling = text.substr(line + 1);
  const auto version = pincompile::Version::parse(spelling);
  if (!version) return 0;
  const bool inside = set->contains(*version, spelling);
  require(ranges.contains(pincompile::version_key(*version), spelling) == inside);
  require(set->contains_text(spelling) == inside);
  require(!inside || satisfiable);
  return 0;
}
