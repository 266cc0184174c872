// Line by line; the indent of a key decides what continues it.
// SPDX-License-Identifier: MIT
#include "support/ini_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace pincompile {
namespace {

constexpr std::string_view kBlank = " \t\v\f";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

bool is_operator(char c) { return c == '=' || c == '<' || c == '>' || c == '!' || c == '~'; }

// The first `=` or `:`. A colon with a quoted text and then an `=` of its own behind it belongs to
// the key: setuptools' `extra:marker = requirements`, which configparser alone would cut in the
// middle.
std::size_t find_delimiter(std::string_view text) {
  const std::size_t first = text.find_first_of("=:");
  if (first == std::string_view::npos || text[first] == '=') return first;
  const std::size_t quote = text.find_first_of("\"'", first);
  if (quote == std::string_view::npos) return first;
  const std::size_t close = text.find(text[quote], quote + 1);
  if (close == std::string_view::npos) return first;
  for (std::size_t i = close + 1; i < text.size(); ++i) {
    if (text[i] == '=' && !is_operator(text[i - 1]) &&
        (i + 1 == text.size() || !is_operator(text[i + 1])))
      return i;
  }
  return first;
}

class IniReader {
 public:
  explicit IniReader(std::string_view file) : file_(file) {}

  Result<void> read_line(std::string_view line, std::uint32_t number) {
    number_ = number;
    const std::string_view text = trimmed(line);
    if (text.empty()) {
      if (entry_ != nullptr) entry_->lines.push_back({{}, number});
      return {};
    }
    if (text.front() == '#' || text.front() == ';') return {};
    const std::size_t indent = line.find_first_not_of(kBlank);
    if (entry_ != nullptr && indent > indent_) {
      entry_->lines.push_back({std::string(text), number});
      return {};
    }
    indent_ = indent;
    if (text.front() == '[') {
      const std::size_t close = text.rfind(']');
      if (close != std::string_view::npos && close > 1)
        return begin_section(text.substr(1, close - 1));
    }
    return begin_entry(text);
  }

  IniFile take() { return std::move(result_); }

 private:
  Error error(std::string message) const {
    Error failure{ErrorKind::kParse, std::move(message)};
    failure.where.push_back({std::string(file_), number_, 0, {}});
    return failure;
  }

  Result<void> begin_section(std::string_view name) {
    if (result_.find(name) != nullptr)
      return error(fmt::format("section [{}] stands here a second time", name));
    result_.sections.push_back({std::string(name), {}});
    entry_ = nullptr;
    return {};
  }

  Result<void> begin_entry(std::string_view text) {
    if (result_.sections.empty())
      return error(fmt::format("\"{}\" stands before the first [section]", text));
    const std::size_t delimiter = find_delimiter(text);
    if (delimiter == std::string_view::npos || delimiter == 0) {
      return error(fmt::format("\"{}\" is not KEY = VALUE", text));
    }
    IniSection& section = result_.sections.back();
    const std::string key = lower(trimmed(text.substr(0, delimiter)));
    if (section.find(key) != nullptr) {
      return error(fmt::format("{} stands a second time in [{}]", key, section.name));
    }
    section.entries.push_back({key, {{std::string(trimmed(text.substr(delimiter + 1))), number_}}});
    entry_ = &section.entries.back();
    return {};
  }

  std::string_view file_;
  IniFile result_;
  IniEntry* entry_ = nullptr;  // being read; its section does not grow meanwhile
  std::size_t indent_ = 0;
  std::uint32_t number_ = 0;
};

}  // namespace

std::string IniEntry::value() const {
  std::string joined;
  for (const IniValueLine& line : lines) {
    if (&line != &lines.front()) joined += '\n';
    joined += line.text;
  }
  joined.erase(joined.find_last_not_of('\n') + 1);
  return joined;
}

const IniEntry* IniSection::find(std::string_view key) const {
  const auto found = std::ranges::find(entries, key, &IniEntry::key);
  return found == entries.end() ? nullptr : &*found;
}

Result<IniFile> IniFile::parse(std::string_view text, std::string_view file) {
  IniReader reader(file);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    const Result<void> read = reader.read_line(text.substr(0, end), ++number);
    if (!read) return read.error();
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end).starts_with("\r\n") ? 2 : 1));
  }
  return reader.take();
}

const IniSection* IniFile::find(std::string_view section) const {
  const auto found = std::ranges::find(sections, section, &IniSection::name);
  return found == sections.end() ? nullptr : &*found;
}

const IniEntry* IniFile::find(std::string_view section, std::string_view key) const {
  const IniSection* found = find(section);
  return found == nullptr ? nullptr : found->find(key);
}

}  // namespace pincompile
