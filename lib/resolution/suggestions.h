// Suggestions: the smallest changes of lines that make a failed request solvable, each solved again
// with exactly the text that is shown (solver.md 10.3); and what helps a search that gave up.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// Changes of one line of a core, best first; none may be found.
///
/// errors   kCancelled only: a change that cannot be checked is not shown.
Result<std::vector<Conflict::Suggestion>> suggest_changes(Session& failed,
                                                          const std::vector<std::uint32_t>& core);

/// The outcome of a session whose budget ran out without a solution.
Result<Outcome> explain_exhausted(Session& failed);

}  // namespace pincompile
