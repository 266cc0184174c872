// Conflict: why there is no set of versions, as facts in the order of telling (solver.md 10.1,
// behaviour.md 8.2 nos. 1 to 6).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/driver.h"

namespace pincompile {

/// What a failed solve left behind.
struct FailedSolve {
  const ResolveRequest& request;
  const ActiveInputs& inputs;
  Encoder& encoder;
  solver::Solver& solver;
  Driver& driver;
  const solver::Options& options;
};

/// errors   as Driver::run: explaining may ask for further facts.
Result<Outcome> explain_conflict(const FailedSolve& failed);
Result<Outcome> explain_exhausted(const FailedSolve& failed);

/// `requirements.in:3`; `-P urllib3<2` for an option.
std::string line_place(const ActiveInputs& inputs, const Line& line);
/// The input behind a line.
const InputRequirement& line_input(const ActiveInputs& inputs, const Line& line);

}  // namespace pincompile
