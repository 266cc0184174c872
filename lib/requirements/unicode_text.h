// Text as Python's str sees it: white space and line boundaries beyond ASCII.
// source  Unicode properties White_Space, Bidi_Class;
// https://docs.python.org/3/library/stdtypes.html
//         (str.splitlines, str.strip). Texts are UTF-8.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

namespace pincompile {

/// Length in bytes of the white space character at the start of `text`, 0 if there is none.
std::size_t leading_space_length(std::string_view text);

/// Length in bytes of the white space character at the end of `text`, 0 if there is none.
std::size_t trailing_space_length(std::string_view text);

/// Without white space at both ends.
std::string_view trim_space(std::string_view text);

/// Cut at every line boundary: LF, CR LF, CR, VT, FF, FS, GS, RS, NEL, LS, PS. A boundary at the
/// end starts no further line.
std::vector<std::string_view> split_lines(std::string_view text);

}  // namespace pincompile
