// Conflict: why there is no set of versions, as facts in the order of telling (solver.md 10.1,
// behaviour.md 8.2 nos. 1 to 6).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// Of a session whose solve found no solution.
///
/// errors   as Driver::run: explaining may ask for further facts.
Result<Outcome> explain_conflict(Session& failed);

/// Lines that contradict each other, or together the demands of an explanation, found by leaving
/// out one after the other, last first.
struct ConflictCore {
  std::vector<std::uint32_t> lines = {};        ///< the user's
  std::vector<std::uint32_t> proof_lines = {};  ///< those and the demands that the proof needs
  bool minimal = true;                          ///< each proper subset has a solution
};
/// Leaves the session with the solver, and proof, of these lines.
Result<ConflictCore> minimal_core(Session& failed);

/// `requirements.in:3`; `-P urllib3<2` for an option.
std::string line_place(const ActiveInputs& inputs, const Line& line);
/// The input behind a line.
const InputRequirement& line_input(const ActiveInputs& inputs, const Line& line);

}  // namespace pincompile
