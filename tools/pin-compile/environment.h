// What the process inherits: variables, working directory, terminal. Read once, in environment.cc,
// the only reader of environment variables.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>

namespace pincompile::tool {

struct Environment {
  std::map<std::string, std::string> variables = {};
  std::string working_directory;  ///< absolute
  std::string executable;         ///< absolute path of this program
  bool error_is_terminal = false;
  int terminal_columns = 80;
  unsigned cores = 1;
  std::string program_name = "pin-compile";  ///< argv[0]

  static Environment read();

  /// Value of a variable that is set and not empty.
  std::optional<std::string> variable(const std::string& name) const;
  /// Either case: `HTTP_PROXY`, `http_proxy`.
  std::optional<std::string> variable_of_either_case(const std::string& upper_name) const;
  /// HOME, without final slash; empty if unknown.
  std::string home() const;
  bool utf8() const;
};

}  // namespace pincompile::tool
