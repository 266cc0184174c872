// Suggestions: the smallest changes that make a failed request solvable, each solved again with
// exactly the text that is shown (solver.md 10.3).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/reasons.h"
#include "resolution/session.h"

namespace pincompile {

/// Other bounds of one line of a core; else of two lines; another Python or a wider option where
/// `losses` (see Reasons) say that they shut something out; else a line to go without. Best first,
/// three at most, maybe none.
///
/// errors   kCancelled only: a change that cannot be checked is not shown.
Result<std::vector<Conflict::Suggestion>> suggest_changes(Session& failed,
                                                          const std::vector<std::uint32_t>& core,
                                                          const std::vector<Loss>& losses);

/// The first of the Pythons that pythons_for() names for which the whole request has a solution.
///
/// errors   kCancelled only.
Result<std::optional<PythonVersion>> working_python(Session& failed,
                                                    const std::vector<Loss>& losses);

}  // namespace pincompile
