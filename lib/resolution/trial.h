// Trials: changed requests, solved before anything is said about them.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string_view>

#include "resolution/session.h"

namespace pincompile {

/// The solved session of a changed request; null if there is no solution or that cannot be found
/// out.
///
/// lifetime  `request` outlives the session.
/// errors    kCancelled only.
Result<std::unique_ptr<Session>> solved(const Session& failed, const ResolveRequest& request,
                                        const SessionChanges& changes = {});

/// Whether there is a solution.
/// errors   kCancelled only.
Result<bool> is_solvable(const Session& failed, const ResolveRequest& request);

/// The input behind an active line in a copy of the session's request; null for an option.
InputRequirement* input_in(ResolveRequest& request, const Session& failed, std::uint32_t line);

/// Version of a pinned project; empty if it is not pinned.
std::string_view pinned_version(Session& session, Id64 name);

}  // namespace pincompile
