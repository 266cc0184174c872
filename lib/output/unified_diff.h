// Unified diff of two texts, for --dry-run (GNU diffutils' format, three lines of context).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile {

/// Empty if the texts are equal. An old text that does not exist is empty and named `/dev/null`.
std::string unified_diff(std::string_view old_text, std::string_view new_text,
                         std::string_view old_name, std::string_view new_name);

}  // namespace pincompile
