// The platform parts of the tags that run on a platform. Source: PEP 425, 600, 656, 730, 738.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/target.h"

namespace pincompile {

/// Most preferred first.
///
/// platform_tags(Platform::parse("win_amd64"))  is  {"win_amd64"}
std::vector<std::string> platform_tags(const Platform& platform);

}  // namespace pincompile
