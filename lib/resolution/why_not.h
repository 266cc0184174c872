// Why not this version: not needed, unavailable, forbidden by lines, or a trade-off with other pins
// (solver.md 10.2, behaviour.md 9.4). Each verdict is the answer of a solve.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "pincompile/outcome.h"
#include "resolution/session.h"

namespace pincompile {

/// `version` empty: the newest version that is no pre-release.
Result<WhyNot> explain_absence(const ResolveRequest& request, const SessionPorts& ports,
                               std::string_view project, std::string_view version);

}  // namespace pincompile
