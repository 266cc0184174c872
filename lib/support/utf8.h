// UTF-8: validity, repair, code points.
// source  Unicode 15, table 3-7 (well-formed byte sequences); RFC 3629.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace pincompile {

/// Length of the well-formed sequence at the start of `text`, 0 if there is none.
std::size_t utf8_sequence_length(std::string_view text);

/// Position of the first byte that is not part of a well-formed sequence; text.size() if all are.
std::size_t find_invalid_utf8(std::string_view text);

/// With U+FFFD in place of each byte that is not part of a well-formed sequence.
std::string with_valid_utf8(std::string_view text);

/// The code point of the well-formed sequence at the start of `text`.
char32_t utf8_code_point(std::string_view text);

/// Appends a code point; surrogates and values beyond U+10FFFF become U+FFFD.
void append_utf8(std::string& text, char32_t code_point);

}  // namespace pincompile
