// Lists of values: cut at commas, and joined without repeating.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pincompile::tool {

/// `a, b` -> a, b; without empty parts and the spaces around them.
std::vector<std::string> split_at_commas(std::string_view text);

/// Appends what `list` does not hold yet.
void add_new(std::vector<std::string>& list, const std::vector<std::string>& more);

}  // namespace pincompile::tool
