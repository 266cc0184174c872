// INI files by the rules of Python's configparser, which pip.conf and setup.cfg are written for.
// `=` or `:`, `#` and `;` comment lines, values that go on in indented lines. No interpolation, no
// inline comments.
// source  https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

struct IniValueLine {
  std::string text;
  std::uint32_t number = 0;  ///< 1-based line of the file

  friend bool operator==(const IniValueLine&, const IniValueLine&) = default;
};

struct IniEntry {
  std::string key;  ///< lower case
  std::vector<IniValueLine> lines =
      {};  ///< trimmed; the first stands beside the key and may be empty

  /// The lines joined by LF, without empty ones at the end.
  std::string value() const;
  friend bool operator==(const IniEntry&, const IniEntry&) = default;
};

struct IniSection {
  std::string name;
  std::vector<IniEntry> entries = {};

  const IniEntry* find(std::string_view key) const;
  friend bool operator==(const IniSection&, const IniSection&) = default;
};

struct IniFile {
  std::vector<IniSection> sections = {};

  /// errors  kParse with the line: text before the first section, a line that is no `key = value`,
  /// a
  ///         section or key twice.
  static Result<IniFile> parse(std::string_view text, std::string_view file);

  const IniSection* find(std::string_view section) const;
  const IniEntry* find(std::string_view section, std::string_view key) const;
};

}  // namespace pincompile
