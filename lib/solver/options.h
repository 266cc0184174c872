// Objective, mode and budget of one solve (solver.md 7, 8).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace pincompile::solver {

enum class Objective : std::uint8_t { kFresh, kNewest, kGreedy };

/// The caller orders the ranks; the solver reads the mode only to know whether freshness applies.
enum class Mode : std::uint8_t { kHighest, kLowest, kLowestDirect };

/// Counted in logical events, so that an answer never depends on the machine.
struct Budget {
  std::uint64_t conflicts = 200000;
  std::uint64_t query_conflicts = 2000;          ///< per query of S1, S2, S4
  std::uint64_t least_change_conflicts = 10000;  ///< per query of S3
  std::uint64_t joint_conflicts = 50;            ///< per joint query of S4
  std::uint64_t fetches = 20000;  ///< demanded metadata facts; an extra's are its package's
  std::uint64_t ticks = std::uint64_t{1} << 31;  ///< watch nodes visited, or eight words written
};

struct Options {
  Objective objective = Objective::kFresh;
  Mode mode = Mode::kHighest;
  Budget budget = {};
  bool record_proof = false;
  std::uint32_t freshness_floor = 3;  ///< buckets up to this one are all fresh (solver.md 7.2)
  bool follows_pins = true;  ///< PinWalk before the search; must not change any answer
  std::uint64_t hash_seed = 0;        ///< must not change anything; tests shuffle it
};

}  // namespace pincompile::solver
