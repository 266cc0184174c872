// --only-binary and --no-binary of all levels and of the sources, as pip reads them.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/inputs.h"
#include "pincompile/request.h"
#include "settings.h"

namespace pincompile::tool {

struct Formats {
  FormatPolicy only_binary = {};
  FormatPolicy no_binary = {};
};

/// Each level has the last word over those below it.
///
/// lowest  Level::kConfig: without host settings.
Formats formats_of(const Settings& settings, const FileOptions& lines, Level lowest = Level::kHost);

}  // namespace pincompile::tool
