// Parts of earlier outputs: where the header ends, what it says (behaviour.md 2.1-2.3, 7.1). The
// public face is parse_pins() of pincompile/inputs.h.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "pincompile/inputs.h"

namespace pincompile {

/// Fills `fingerprint`, `command`, `header` and `body` of a requirements.txt output.
void read_pins_header(std::string_view text, PinsFile& pins);

/// Whether the text is a pylock.toml rather than lines of requirements.
bool is_pylock(std::string_view text);
Result<PinsFile> parse_pylock(std::string_view text, std::string_view file);

}  // namespace pincompile
