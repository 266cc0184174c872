// Loads libpincompile-net, which holds what needs libcurl, libxml2 and libarchive, when it is first
// asked for (architecture.md 7.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "index/net_parts.h"

namespace pincompile::tool {

/// Looks beside the executable, then in the library folder of its installation.
///
/// errors   kInternal, naming the module.
NetPartsLoader net_module_loader(const std::string& executable);

}  // namespace pincompile::tool
