// Preference order: versions of a page -> ranks, 0 = most preferred (solver.md 2.1). With the age
// and upload stamp that freshness counts, and the ranks that are taken reluctantly.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "resolution/admission.h"
#include "solver/ids.h"

namespace pincompile {

using solver::Rank;

/// All vectors but rank_of are by rank.
struct PreferenceOrder {
  std::vector<Rank> rank_of = {};  ///< by version, page order
  std::vector<std::uint16_t> version_of = {};
  std::vector<std::uint8_t> exclusion = {};  ///< ExclusionCode
  std::vector<std::uint16_t> age = {};       ///< position in newest-first version order
  std::vector<std::uint16_t> stamp = {};     ///< half-months of the earliest upload; 0 = unknown
  std::vector<Word> reluctant = {};          ///< empty = none
  bool newest_first = false;                 ///< rank = age throughout
};

PreferenceOrder preference_order(const PageView& page, const Admission& admission,
                                 const ProjectRules& rules, bool oldest_first, bool prefer_binary);

/// Orders by distance from `versions`, these first; newer ones first at equal distance.
void order_by_distance(Bits versions, PreferenceOrder& order);

/// The ranks of a set of versions.
void permute(const PreferenceOrder& order, Bits versions, std::span<Word> ranks);

}  // namespace pincompile
