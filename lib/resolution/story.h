// Story: the facts that a refutation rests on, in the order of telling: lines first, then what
// their packages need, layer by layer (solver.md 10.1).
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/outcome.h"
#include "resolution/reasons.h"

namespace pincompile {

/// A story and what it rests on.
struct Story {
  std::vector<Conflict::Step> steps = {};
  Reasons reasons = {};
};

/// Of the last refutation of the session, which was about these lines. Demands of an explanation
/// are not told.
Story tell_story(Session& session, const std::vector<std::uint32_t>& lines);

}  // namespace pincompile
