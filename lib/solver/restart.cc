// Restarts: the Luby sequence in units of 16 conflicts, in FOCUS only, down to the frames.
// SPDX-License-Identifier: MIT
#include "solver/search.h"

namespace pincompile::solver {

namespace {

// 1 1 2 1 1 2 4 ... for i = 1, 2, 3, ... (Luby, Sinclair, Zuckerman 1993).
std::uint64_t luby(std::uint64_t i) {
  for (;;) {
    std::uint64_t power = 1;
    while (2 * power - 1 < i) power *= 2;
    if (2 * power - 1 == i) return power;
    i -= power - 1;
  }
}

}  // namespace

void Search::restart_if_due() {
  if (!focused_ && (query_conflicts_ >= limits_.static_conflicts ||
                    (hot_ && limits_.static_conflicts != ~std::uint64_t{0}))) {
    focused_ = true;
    since_restart_ = 0;
    undo_to(frames_.size());
    return;
  }
  if (!focused_ || since_restart_ < 16 * luby(restarts_of_query_ + 1)) return;
  ++restarts_of_query_;
  ++counters_.restarts;
  since_restart_ = 0;
  undo_to(frames_.size());
}

}  // namespace pincompile::solver
