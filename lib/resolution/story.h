// Story: the facts that a refutation rests on, in the order of telling: lines first, then what
// their packages need, layer by layer (solver.md 10.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// Axioms that the last refutation of a proof log rests on: step numbers, ascending.
std::vector<std::uint32_t> leaves_of(const solver::ProofLog& proof);

struct ToldStory {
  std::vector<Conflict::Step> steps;
  bool needs_build = false;  ///< it tells of versions that a build would make usable
};

/// Of the refutation that the session's solver holds.
ToldStory tell_story(Session& session, const std::vector<std::uint32_t>& lines);

}  // namespace pincompile
