// The comment block at the head of an output, and the command in it (behaviour.md 2.2, 2.3).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

/// One option of a recorded command, ready to be shown.
struct CommandOption {
  std::string name;  ///< long name with dashes: `--index-url`
  bool has_value = false;
  std::string value = {};  ///< user parts of URLs are hidden when shown

  friend bool operator==(const CommandOption&, const CommandOption&) = default;
};

/// `pin-compile --a --b=VALUE source...`: options by name, values of one option in the order given,
/// sources in the order given, `--` before them if one starts with `-`.
std::string command_line(std::string_view program, std::vector<CommandOption> options,
                         const std::vector<std::string>& sources);

/// A POSIX shell word: as it is if all its characters are in `A-Za-z0-9@%+=:,./_-`, else in quotes.
std::string shell_word(std::string_view text);

/// `scheme://user:password@host/` with the whole user part replaced by `****`.
std::string with_hidden_user(std::string_view text);

struct PinsHeader {
  std::string program = "pin-compile";
  std::string python;  ///< `3.12`
  std::string command;
  std::string fingerprint = {};  ///< text behind `# fingerprint: `; empty = no such line
  std::vector<std::string> best_known = {};  ///< names of unproven pins; empty = no such line
};
std::string pins_header(const PinsHeader& header);

}  // namespace pincompile
