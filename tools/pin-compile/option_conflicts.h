// Options that make no sense together, or not for several outputs.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "settings.h"

namespace pincompile::tool {

/// A command line that cannot be meant.
Error usage(std::string message, std::vector<std::string> hints = {});

/// errors   kInvalidArgument naming the two options.
Result<void> check_conflicts(const Settings& settings, std::size_t outputs);

}  // namespace pincompile::tool
