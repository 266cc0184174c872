// Questions about whole specifier sets: can any version satisfy it, is one inside another.
// SPDX-License-Identifier: MIT
#pragma once

#include "packaging/specifier_ranges.h"

namespace pincompile {

/// Whether some version, on any index, can be in the set. finals_only: pre-releases do not count.
bool is_satisfiable(const SpecifierSet& set, bool finals_only = false);
/// Whether every version of `inner` is in `outer`.
bool is_subset(const SpecifierSet& inner, const SpecifierSet& outer);
/// Whether no version is in both.
bool are_disjoint(const SpecifierSet& a, const SpecifierSet& b);

}  // namespace pincompile
