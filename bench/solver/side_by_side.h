// Two answers on one universe, judged by the definitions of freshness (solver.md 7, 15): the goal
// is a worst bucket never above that of another tool's valid answer.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "brute_force.h"

namespace pincompile::bench {

struct SideBySide {
  std::uint32_t ours = 0, theirs = 0;  ///< worst buckets
  std::string direct = "same";  ///< who has the younger version of the first listed package that
                                ///< differs
  bool holds() const { return ours <= theirs && (theirs > 3 || direct != "theirs younger"); }
};

/// `permitted`: packages whose pre-releases count as ordinary. Extras of `theirs` may be absent.
SideBySide side_by_side(const oracle::Universe& universe, const std::vector<bool>& permitted,
                        const oracle::Model& ours, const oracle::Model& theirs);

}  // namespace pincompile::bench
