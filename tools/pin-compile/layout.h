// The layout of an output, from settings.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/writer.h"
#include "settings.h"

namespace pincompile::tool {

/// Without command, digests and option lines.
RequirementsTxtOptions writer_options(const Settings& settings, bool pip_compile);

}  // namespace pincompile::tool
