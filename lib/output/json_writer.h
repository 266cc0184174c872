// JSON text (RFC 8259), keys in the order they are added, two-space indent.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

/// Writes one value; begin and end calls nest. Texts are UTF-8.
class JsonWriter {
 public:
  /// pretty  false: everything on one line, for `batch`.
  explicit JsonWriter(bool pretty = true) : pretty_(pretty) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::uint64_t value);
  JsonWriter& real(double value);
  JsonWriter& boolean(bool value);
  JsonWriter& null();

  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }
  JsonWriter& member_if(std::string_view name, std::string_view value);
  JsonWriter& member_list(std::string_view name, const std::vector<std::string>& values);

  std::string take();

 private:
  void before_value();
  void newline();

  bool pretty_;
  std::string text_;
  std::vector<bool> empty_;  ///< of each open object or array
  bool after_key_ = false;
};

/// A text in double quotes.
std::string json_quoted(std::string_view text);

}  // namespace pincompile
