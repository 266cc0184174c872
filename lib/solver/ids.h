// The solver's ids and ranks: numbers that mean something to the caller only.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "support/id.h"

namespace pincompile::solver {

struct PackageTag;
struct SpecifierTag;
struct TextTag;
struct GroupTag;

/// A package, or an extra of a package: both are variables with the same kind of values.
using PackageId = Id<PackageTag>;
/// A specifier set of the caller; (package, specifier) is lowered to a set of ranks by Lowering.
using SpecifierId = Id<SpecifierTag>;
/// The text of a requirement; carried along for reports.
using TextId = Id<TextTag>;
/// A root or constraint line of the inputs. Lines with one id stand and fall together.
using GroupId = Id<GroupTag>;

/// Position in the preference order of this resolve; 0 = most preferred.
using Rank = std::uint16_t;
inline constexpr Rank kNoRank = 0xFFFF;

struct Choice {
  PackageId package;
  Rank rank = kNoRank;
  friend constexpr bool operator==(const Choice&, const Choice&) = default;
};

}  // namespace pincompile::solver
