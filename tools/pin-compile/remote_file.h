// Text of a requirements file behind a URL.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "run.h"

namespace pincompile::tool {

Result<std::string> fetch_text(Run& run, const Settings& settings, const std::string& url);

}  // namespace pincompile::tool
