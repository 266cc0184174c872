// What a search that gave up can still say: who kept it busy, and which limits would end it
// (behaviour.md 8.2 no. 13).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// The outcome of a session whose budget ran out without a solution.
///
/// errors   kCancelled only.
Result<Outcome> explain_exhausted(Session& failed);

}  // namespace pincompile
