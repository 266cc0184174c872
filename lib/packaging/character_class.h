// ASCII classes of characters as the packaging standards use them, independent of any locale.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace pincompile {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alphanumeric(char c) { return is_digit(c) || is_letter(c); }
constexpr bool is_separator(char c) { return c == '.' || c == '-' || c == '_'; }
/// What Python's `\s` matches below 128.
constexpr bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Bytes of the white space character that `text`, which is not empty, begins with; 0 if it begins
/// with another. Unicode white space in UTF-8 included, as in what follows.
std::size_t leading_space(std::string_view text);

/// `text` without white space at both ends, as Python's strip.
std::string_view strip_space(std::string_view text);

}  // namespace pincompile
