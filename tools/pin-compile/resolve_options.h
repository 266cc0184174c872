// The rules of a resolve, from settings and the option lines of sources.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "pincompile/inputs.h"
#include "pincompile/request.h"
#include "settings.h"

namespace pincompile::tool {

/// `now` dates cutoffs given as an age.
Result<ResolveOptions> resolve_options(const Settings& settings, const FileOptions& lines,
                                       std::chrono::sys_seconds now);

}  // namespace pincompile::tool
