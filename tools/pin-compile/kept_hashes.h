// Hashes of unchanged pins that are kept (--reuse-hashes).
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <vector>

#include "compile.h"

namespace pincompile::tool {

/// By project; only if they were made for the same scope.
///
/// errors   kNotFound: none of a pin's old hashes is on its index.
Result<std::map<std::string, std::vector<std::string>>> kept_hashes(const Compiled& compiled,
                                                                    HashScope scope);

}  // namespace pincompile::tool
