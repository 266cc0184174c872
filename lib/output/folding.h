// Lines of messages at a width of 100 columns (behaviour.md 8.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile {

inline constexpr std::size_t kMessageWidth = 100;

/// Breaks a line at blanks so that it fits, and at commas what is wider than a line.
///
/// taken    columns of the first line that something in front of the text takes
/// indent   blanks in front of the lines that follow
std::string folded(std::string_view text, std::size_t taken, std::size_t indent);

}  // namespace pincompile
