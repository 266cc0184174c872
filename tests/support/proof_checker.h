// The independent proof checker: replays a solver's proof log by set resolution, with axioms looked
// up in the universe. It shares no code with the solver; of its headers it knows the log's shape.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "solver/proof.h"
#include "universe_driver.h"

namespace pincompile::oracle {

/// Empty if every step of the log follows; else what is wrong with the first that does not.
std::string proof_error(const solver::ProofLog& log, const UniverseDriver& world);

/// Empty if step `step` shows that there is no solution.
std::string refutation_error(const solver::ProofLog& log, std::uint32_t step);

/// Empty if each pin of the solution that is not at its best rank, and claims to be proven, has a
/// step that rests on nothing but what may be assumed for it: the frames of earlier stages and pins
/// before it, and the question itself.
std::string certificate_error(const solver::ProofLog& log, const solver::Solution& solution,
                              const UniverseDriver& world);

}  // namespace pincompile::oracle
