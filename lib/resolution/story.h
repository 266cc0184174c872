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

/// Of the last refutation of the session, which was about these lines. A line that stands in no
/// file is a demand of ours and is not told.
Story tell_story(Session& session, const std::vector<std::uint32_t>& lines);

/// Whether a line is a constraint that an explanation added.
bool is_demand(const Session& session, std::uint32_t line);

}  // namespace pincompile
