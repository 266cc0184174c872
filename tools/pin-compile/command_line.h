// Words of a command line -> options of the table and sources. Nothing is judged here but spelling:
// unknown and unsupported options, missing values, values outside a closed list.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "option_table.h"
#include "pincompile/result.h"

namespace pincompile::tool {

/// One option as it was given.
struct Occurrence {
  const OptionRow* row = nullptr;
  bool on = true;  ///< false for `--no-x`
  std::string value = {};
  std::string name = {};  ///< as spelled, with dashes
};

struct CommandLine {
  std::vector<Occurrence> options = {};  ///< in the order given
  std::vector<std::string> sources = {};
};

/// errors   kInvalidArgument with a hint; kUnsupported for options of 1.3.
Result<CommandLine> parse_command_line(const std::vector<std::string>& words);

/// The words inside --pip-args: only options that pip and we both know (1.2).
Result<CommandLine> parse_pip_args(std::string_view text);

/// A text split like a POSIX shell would, without expansions. errors kInvalidArgument: open quote.
Result<std::vector<std::string>> split_shell_words(std::string_view text);

/// Whether `value` is one of the row's `a|b` choices (or the row has none); an error with a hint if
/// not.
Result<void> check_choice(const OptionRow& row, std::string_view shown_name,
                          std::string_view value);

/// What to say about an option nobody knows.
Error unknown_option(std::string_view name);
Error refused_option(std::string_view name, const RefusedOption& option);

}  // namespace pincompile::tool
