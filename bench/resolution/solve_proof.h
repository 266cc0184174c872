// The proof that a request has no solution, checked: what a solver was told becomes a universe of
// plain numbers, against which the independent checker replays its log.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "solver/solver.h"

namespace pincompile::bench {

/// What is wrong with the refutation of a solver that found no solution and kept a proof log; empty
/// if nothing is. Lines name no extras, and their groups count from 0.
std::string refutation_fault(const solver::Solver& solver, const solver::Lowering& lowering);

}  // namespace pincompile::bench
