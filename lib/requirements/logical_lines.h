// Text of a requirements file -> logical lines, as pip cuts it (behaviour.md 3.1).
// source  https://pip.pypa.io/en/stable/reference/requirements-file-format/
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

/// Physical lines joined at backslashes, without comment and white space around; never empty.
struct LogicalLine {
  std::uint32_t number = 0;  ///< of the first physical line, 1-based
  std::string written;       ///< `${NAME}` as it stands
  std::string expanded;      ///< `${NAME}` replaced where the variable is set and not empty

  friend bool operator==(const LogicalLine&, const LogicalLine&) = default;
};

using VariableLookup = std::function<std::optional<std::string>(const std::string&)>;

/// cost  one pass; text is UTF-8.
///
/// logical_lines("a \\\n  >=1  # why\n\nb", {})  is  {1, "a   >=1"}, {4, "b"}
std::vector<LogicalLine> logical_lines(std::string_view text, const VariableLookup& variable);

/// `${NAME}`, NAME of A-Z, 0-9 and `_`, replaced by its value unless that is unset or empty.
std::string expand_variables(std::string_view text, const VariableLookup& variable);

}  // namespace pincompile
