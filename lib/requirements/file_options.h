// What option lines of requirements files do to the options of the run (behaviour.md 3.4).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/inputs.h"
#include "requirements/option_words.h"
#include "requirements/requirements_file.h"

namespace pincompile {

/// An option as used and as written.
struct LineOptionText {
  LineOption option = LineOption::kIndexUrl;
  std::string value;
  std::string written;
};

/// The options of a line, both ways.
/// errors  kParse; the text of a variable is not in the message.
Result<std::vector<LineOptionText>> read_line_options(std::string_view written,
                                                      std::string_view expanded);

/// Applies an option that holds for the whole run; all others are left alone.
/// errors  kParse: `--no-binary -x`.
Result<void> apply_file_option(const LineOptionText& option, const FilePlace& place,
                               FileSystem& files, FileContent& content);

/// `--no-binary` and its like: adds comma-joined names to `target` and takes them from `other`;
/// `:all:` empties both first, `:none:` empties `target`.
void apply_name_list(std::string_view value, std::vector<std::string>& target,
                     std::vector<std::string>& other);

}  // namespace pincompile
