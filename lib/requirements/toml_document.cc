// The only file that sees toml++; its exceptions end here.
// SPDX-License-Identifier: MIT
#include "requirements/toml_document.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

namespace pincompile {
namespace {

const toml::node* node_of(const void* node) { return static_cast<const toml::node*>(node); }

bool stands_before(const toml::source_position& a, const toml::source_position& b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

}  // namespace

TomlValue::Type TomlValue::type() const {
  if (node_ == nullptr) return Type::kNothing;
  switch (node_of(node_)->type()) {
    case toml::node_type::string:
      return Type::kString;
    case toml::node_type::boolean:
      return Type::kBoolean;
    case toml::node_type::integer:
    case toml::node_type::floating_point:
      return Type::kNumber;
    case toml::node_type::array:
      return Type::kArray;
    case toml::node_type::table:
      return Type::kTable;
    case toml::node_type::none:
      return Type::kNothing;
    default:
      return Type::kTime;
  }
}

std::string_view TomlValue::type_name() const {
  switch (type()) {
    case Type::kNothing:
      return "nothing";
    case Type::kString:
      return "a string";
    case Type::kBoolean:
      return "a boolean";
    case Type::kNumber:
      return "a number";
    case Type::kTime:
      return "a date or time";
    case Type::kArray:
      return "an array";
    case Type::kTable:
      return "a table";
  }
  return "nothing";
}

std::optional<std::string> TomlValue::string() const {
  if (type() != Type::kString) return std::nullopt;
  return node_of(node_)->as_string()->get();
}

std::optional<bool> TomlValue::boolean() const {
  if (type() != Type::kBoolean) return std::nullopt;
  return node_of(node_)->as_boolean()->get();
}

std::optional<std::string> TomlValue::number() const {
  if (type() != Type::kNumber) return std::nullopt;
  if (const auto* integer = node_of(node_)->as_integer()) return fmt::format("{}", integer->get());
  return fmt::format("{}", node_of(node_)->as_floating_point()->get());
}

std::vector<TomlValue> TomlValue::elements() const {
  std::vector<TomlValue> found;
  if (type() != Type::kArray) return found;
  for (const toml::node& element : *node_of(node_)->as_array()) found.emplace_back(&element);
  return found;
}

std::vector<std::pair<std::string, TomlValue>> TomlValue::entries() const {
  std::vector<std::pair<std::string, TomlValue>> found;
  if (type() != Type::kTable) return found;
  for (const auto& [key, value] : *node_of(node_)->as_table()) {
    found.emplace_back(std::string(key.str()), TomlValue(&value));
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) {
    return stands_before(node_of(a.second.node_)->source().begin,
                         node_of(b.second.node_)->source().begin);
  });
  return found;
}

TomlValue TomlValue::operator[](std::string_view key) const {
  if (type() != Type::kTable) return {};
  return TomlValue(node_of(node_)->as_table()->get(key));
}

std::uint32_t TomlValue::line() const {
  return node_ == nullptr ? 0 : node_of(node_)->source().begin.line;
}
std::uint32_t TomlValue::column() const {
  return node_ == nullptr ? 0 : node_of(node_)->source().begin.column;
}

Result<TomlDocument> TomlDocument::parse(std::string_view text, std::string_view file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  try {
    TomlDocument document;
    document.table_ = std::make_shared<const toml::table>(toml::parse(text, file));
    document.file_ = file;
    return document;
  } catch (const toml::parse_error& failure) {
    std::string message(failure.description());
    std::ranges::replace(message, '\n', ' ');
    Error error{ErrorKind::kParse,
                fmt::format("not TOML: {} (column {})", message, failure.source().begin.column)};
    error.where.push_back(
        {std::string(file), failure.source().begin.line, failure.source().begin.column, {}});
    return error;
  }
}

TomlValue TomlDocument::root() const {
  return TomlValue(static_cast<const toml::node*>(static_cast<const toml::table*>(table_.get())));
}

Error TomlDocument::error_at(const TomlValue& value, ErrorKind kind, std::string message) const {
  Error error{kind, std::move(message)};
  error.where.push_back({file_, value.line(), value.column(), {}});
  return error;
}

Result<std::vector<std::string>> TomlDocument::strings(const TomlValue& array,
                                                       std::string_view what) const {
  std::vector<std::string> found;
  if (!array) return found;
  if (!array.is_array()) {
    return error_at(array, ErrorKind::kParse,
                    fmt::format("{} is {}, not an array of strings", what, array.type_name()));
  }
  for (const TomlValue& element : array.elements()) {
    std::optional<std::string> text = element.string();
    if (!text) {
      return error_at(element, ErrorKind::kParse,
                      fmt::format("{} holds {} where a string belongs", what, element.type_name()));
    }
    found.push_back(std::move(*text));
  }
  return found;
}

}  // namespace pincompile
