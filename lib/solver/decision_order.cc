// The order of decisions when some packages are to be decided early (solver.md 5.4): they cannot be
// before their dependents are, so these come along.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/problem.h"

namespace pincompile::solver {

std::vector<PackageId> Problem::decision_order(std::span<const PackageId> early) const {
  // Group i: the i-th early package and all that leads to it and to no earlier one.
  std::vector<std::size_t> group(packages_.size(), early.size());
  std::vector<PackageId> reached;
  for (std::size_t i = 0; i < early.size(); ++i) {
    reached.push_back(early[i]);
    while (!reached.empty()) {
      const PackageId p = reached.back();
      reached.pop_back();
      if (group[p.value()] <= i) continue;
      group[p.value()] = i;
      reached.insert(reached.end(), at(p).dependents.begin(), at(p).dependents.end());
    }
  }
  std::vector<PackageId> order(in_order().begin(), in_order().end());
  std::ranges::stable_sort(order, {}, [&](PackageId p) { return group[p.value()]; });
  return order;
}

}  // namespace pincompile::solver
