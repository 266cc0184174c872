// A JSON object as plain values, for callers that read a few fields of a small text (RFC 8259).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// One member of an object.
struct JsonMember {
  enum class Kind { kNull, kBool, kNumber, kText, kTexts, kObject, kOther };

  std::string key;
  Kind kind = Kind::kOther;
  std::string json = {};                 ///< the value as compact JSON
  bool on = false;                       ///< kBool
  std::string text = {};                 ///< kText
  std::vector<std::string> texts = {};   ///< kTexts: an array of texts alone
  std::vector<JsonMember> members = {};  ///< kObject; objects in it are kOther
};

/// Members in the order of the text, double keys included.
///
/// errors   kParse: no JSON object.
Result<std::vector<JsonMember>> read_json_object(std::string_view text);

}  // namespace pincompile
