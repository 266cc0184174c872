// Specifier sets as sorted, disjoint, half-open intervals of version keys (version_key.h): what
// records store and the encoder turns into bit sets. Exact for every operator but `===`, which
// compares texts. Source: PEP 440, with packaging 26's reading of `<V` and `>V`.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/specifier.h"

namespace pincompile {

/// Keys k with low <= k < high in byte order.
struct KeyInterval {
  std::string low;   ///< empty = from the first version on
  std::string high;  ///< empty = unbounded

  bool contains(std::string_view key) const { return key >= low && (high.empty() || key < high); }
  friend bool operator==(const KeyInterval&, const KeyInterval&) = default;
};

/// A version is in the set iff its key lies in one of `intervals` and its text equals each of
/// `arbitrary`, ASCII case-insensitively.
struct SpecifierRanges {
  std::vector<KeyInterval>
      intervals;  ///< ascending, disjoint, not touching; none = nothing matches
  std::vector<std::string> arbitrary;  ///< texts of `===`, as written

  bool contains(std::string_view key, std::string_view text) const;
  friend bool operator==(const SpecifierRanges&, const SpecifierRanges&) = default;
};

SpecifierRanges specifier_ranges(const SpecifierSet& set);
/// Intervals of one specifier; for `===` everything.
std::vector<KeyInterval> specifier_intervals(const Specifier& specifier);

/// Set operations on sorted, disjoint intervals; results are sorted, disjoint and not touching.
std::vector<KeyInterval> intersect(const std::vector<KeyInterval>& a,
                                   const std::vector<KeyInterval>& b);
std::vector<KeyInterval> complement(const std::vector<KeyInterval>& intervals);

/// The ranges without their upper bounds: what `--python-upper-bounds ignore` leaves of a
/// Requires-Python (behaviour.md 1.2): from the lowest bound on, holes kept.
std::vector<KeyInterval> without_upper_bound(const std::vector<KeyInterval>& intervals);

/// ASCII case-insensitive equality, the comparison of `===`.
bool arbitrary_equal(std::string_view a, std::string_view b);

}  // namespace pincompile
