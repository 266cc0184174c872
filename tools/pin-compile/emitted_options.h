// What the output repeats of the run's options for the installer (behaviour.md 2.4).
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "messages.h"
#include "output/option_block.h"
#include "pincompile/inputs.h"
#include "settings.h"

namespace pincompile::tool {

/// `output` is the path of the file to be written.
OptionBlock option_block(const Settings& settings, const FileOptions& lines,
                         const std::string& output, const Environment& environment,
                         bool pip_compile, Messages& messages);

}  // namespace pincompile::tool
