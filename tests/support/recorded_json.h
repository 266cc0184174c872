// Values out of recorded JSON, for tests that compare with it. What is absent, null or of another
// type reads as empty or false, so that a case can say so by leaving a key out.
// SPDX-License-Identifier: MIT
#pragma once

#include <simdjson.h>

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pincompile::testing {

inline std::vector<simdjson::dom::element> array(simdjson::dom::element value) {
  simdjson::dom::array members;
  if (value.get(members) != simdjson::SUCCESS) return {};
  return {members.begin(), members.end()};
}

inline std::vector<std::pair<std::string_view, simdjson::dom::element>> object(
    simdjson::dom::element value) {
  std::vector<std::pair<std::string_view, simdjson::dom::element>> all;
  simdjson::dom::object members;
  if (value.get(members) != simdjson::SUCCESS) return all;
  for (const auto& [key, member] : members) all.emplace_back(key, member);
  return all;
}

inline std::string text(simdjson::dom::element value) {
  std::string_view view;
  return value.get(view) == simdjson::SUCCESS ? std::string(view) : std::string();
}

inline std::string text(simdjson::dom::element object, std::string_view key) {
  simdjson::dom::element value;
  return object[key].get(value) == simdjson::SUCCESS ? text(value) : std::string();
}

inline bool flag(simdjson::dom::element object, std::string_view key) {
  bool value = false;
  return object[key].get(value) == simdjson::SUCCESS && value;
}

inline bool any_flag(simdjson::dom::element object, std::initializer_list<const char*> keys) {
  for (const char* key : keys) {
    if (flag(object, key)) return true;
  }
  return false;
}

inline std::vector<std::string> texts(simdjson::dom::element value) {
  std::vector<std::string> all;
  for (const simdjson::dom::element member : array(value)) all.push_back(text(member));
  return all;
}

}  // namespace pincompile::testing
