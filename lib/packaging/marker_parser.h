// The marker grammar of PEP 508, parsed straight into a marker program.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

/// The program of the marker `text`, which starts at byte `offset` of the text that messages count
/// columns in.
Result<std::string> parse_marker_program(std::string_view text, std::size_t offset);

/// A Python string literal's value: backslash escapes replaced. False for what Python refuses.
bool unescape_python(std::string_view literal, std::string& value);

}  // namespace pincompile
