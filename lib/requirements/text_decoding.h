// Bytes of an input file -> UTF-8 text: byte order mark, coding line, UTF-8, the locale's charset
// (behaviour.md 3.1, the order pip keeps).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

struct DecodedText {
  std::string text;            ///< UTF-8, without byte order mark
  bool used_fallback = false;  ///< read by `fallback`, since it is not UTF-8
};

/// fallback  charset for text that is neither UTF-8 nor names its own; empty or `utf-8`: none.
/// errors    kParse: an unknown charset name, or bytes that are none of its characters, with the
/// offset.
Result<DecodedText> decode_text(std::string_view bytes, std::string_view fallback = {});

}  // namespace pincompile
