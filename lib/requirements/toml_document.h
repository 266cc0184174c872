// A TOML text, parsed once; errors carry line and column. What the readers of pyproject.toml,
// Poetry, pylock.toml and configuration files share. toml++ stays behind this header. source
// https://toml.io/en/v1.0.0
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// A value of a TOML document, or nothing.
///
/// lifetime  valid as long as its TomlDocument.
class TomlValue {
 public:
  enum class Type : std::uint8_t { kNothing, kString, kBoolean, kNumber, kTime, kArray, kTable };

  TomlValue() = default;
  explicit TomlValue(const void* node) : node_(node) {}

  Type type() const;
  /// `string`, `boolean`, ...: for messages.
  std::string_view type_name() const;
  explicit operator bool() const { return node_ != nullptr; }
  bool is_table() const { return type() == Type::kTable; }
  bool is_array() const { return type() == Type::kArray; }

  std::optional<std::string> string() const;
  std::optional<bool> boolean() const;
  /// A number's text: digits of an integer, shortest form of a float.
  std::optional<std::string> number() const;
  /// Elements of an array; empty for all else.
  std::vector<TomlValue> elements() const;
  /// Entries of a table in the order of the file; empty for all else.
  std::vector<std::pair<std::string, TomlValue>> entries() const;
  /// A table's entry; nothing if there is none, or no table.
  TomlValue operator[](std::string_view key) const;

  std::uint32_t line() const;  ///< 1-based; 0 = unknown
  std::uint32_t column() const;

 private:
  const void* node_ = nullptr;
};

class TomlDocument {
 public:
  /// errors  kParse with line and column in `where`; the file is the caller's to name.
  static Result<TomlDocument> parse(std::string_view text, std::string_view file);

  TomlValue root() const;
  const std::string& file() const { return file_; }
  /// `file:line` of a value.
  Error error_at(const TomlValue& value, ErrorKind kind, std::string message) const;
  /// Strings of an array; an error names the element that is none.
  Result<std::vector<std::string>> strings(const TomlValue& array, std::string_view what) const;

 private:
  std::shared_ptr<const void> table_;
  std::string file_;
};

}  // namespace pincompile
