// Everything that goes to standard error, in the form of behaviour.md 8.1: errors, warnings, notes,
// plain lines, and the one status line that is redrawn.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "environment.h"
#include "pincompile/error.h"

namespace pincompile::tool {

class Messages {
 public:
  /// level  -2 errors only, -1 and warnings, 0 and the summary, 1 to 3 more (1.6).
  Messages(int level, bool color);

  int level() const { return level_; }
  void error(const Error& error);
  void warning(std::string_view text);
  void note(std::string_view text);
  void hint(std::string_view text);
  /// A line of the summary or, from level 1 on, of the log.
  void line(int level, std::string_view text);
  /// From now on warnings are put there, each once, and not printed.
  void collect_warnings(std::vector<std::string>& into) { collected_ = &into; }
  /// Replaces the status line; the next message erases it. Empty: erases it now.
  void status(std::string_view text);
  std::string bold(std::string_view text) const;

 private:
  void print(std::string_view label, std::string_view color, std::string_view text);

  int level_;
  bool color_;
  bool status_shown_ = false;
  std::vector<std::string> said_;  ///< warnings and notes, each said once
  std::vector<std::string>* collected_ = nullptr;
};

/// Whether colours are wanted: --color beats NO_COLOR and FORCE_COLOR, these beat the terminal.
bool wants_color(const Environment& environment, std::string_view color_option, bool no_color);

}  // namespace pincompile::tool
