// Small JSON objects, by simdjson.
// SPDX-License-Identifier: MIT
#include "index/json_object.h"

#include <simdjson.h>

#include <utility>

namespace pincompile {
namespace {

namespace dom = simdjson::dom;
using Kind = JsonMember::Kind;

std::vector<JsonMember> members_of(const dom::object& object, bool nested);

/// The texts of an array; false if anything else is in it.
bool read_texts(const dom::array& array, std::vector<std::string>& texts) {
  for (const dom::element element : array) {
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS) return false;
    texts.emplace_back(text);
  }
  return true;
}

JsonMember member_of(std::string_view key, const dom::element& value, bool nested) {
  JsonMember member{std::string(key)};
  member.json = simdjson::minify(value);
  switch (value.type()) {
    case dom::element_type::NULL_VALUE:
      member.kind = Kind::kNull;
      break;
    case dom::element_type::BOOL:
      member.kind = Kind::kBool;
      member.on = member.json == "true";
      break;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE:
      member.kind = Kind::kNumber;
      break;
    case dom::element_type::STRING: {
      std::string_view text;
      if (value.get_string().get(text) == simdjson::SUCCESS) member.text = std::string(text);
      member.kind = Kind::kText;
      break;
    }
    case dom::element_type::ARRAY: {
      dom::array array;
      if (value.get_array().get(array) == simdjson::SUCCESS && read_texts(array, member.texts))
        member.kind = Kind::kTexts;
      break;
    }
    case dom::element_type::OBJECT: {
      dom::object object;
      if (nested || value.get_object().get(object) != simdjson::SUCCESS) break;
      member.members = members_of(object, true);
      member.kind = Kind::kObject;
      break;
    }
  }
  return member;
}

std::vector<JsonMember> members_of(const dom::object& object, bool nested) {
  std::vector<JsonMember> members;
  for (const auto& [key, value] : object) members.push_back(member_of(key, value, nested));
  return members;
}

}  // namespace

Result<std::vector<JsonMember>> read_json_object(std::string_view text) {
  dom::parser parser;
  dom::object object;
  const simdjson::padded_string padded(text);
  const auto broken = parser.parse(padded).get_object().get(object);
  if (broken != simdjson::SUCCESS)
    return Error{ErrorKind::kParse,
                 std::string("not a JSON object: ") + simdjson::error_message(broken)};
  return members_of(object, false);
}

}  // namespace pincompile
