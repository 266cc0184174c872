// The command recorded in an output's header, and the option records of its fingerprint
// (behaviour.md 2.2, 7.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "jobs.h"
#include "output/pins_header.h"
#include "pincompile/inputs.h"
#include "settings.h"

namespace pincompile::tool {

/// What of the settings the command shows: options marked H, from level 1 to 3, unlike the default.
/// output  the output file if it is to be shown; empty if it is derived.
std::vector<CommandOption> shown_options(const Settings& settings, const std::string& output);

/// COMMAND of the header for one output, in our spelling or in pip-compile's.
std::string header_command(const Job& job, const Environment& environment);

/// Records of the options digest. `target` is what a Dockerfile gave, else empty.
std::vector<std::string> option_records(const Settings& settings, const FileOptions& options,
                                        const std::string& output_directory,
                                        const Environment& environment, const std::string& target);

}  // namespace pincompile::tool
