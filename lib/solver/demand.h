// Demand: the facts that the next step waits for.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/ids.h"

namespace pincompile::solver {

/// All of it is to be answered before the next step: each page by a PageFact, each of `must` by a
/// DependencyFact or UnavailableFact. Items of `likely` that cannot be answered are left out. Only
/// the set counts, not the order of the answers.
struct Demand {
  std::vector<PackageId> pages = {};
  std::vector<Choice> must = {};
  std::vector<Choice> likely = {};
  friend bool operator==(const Demand&, const Demand&) = default;
};

}  // namespace pincompile::solver
