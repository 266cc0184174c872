// pylock.toml (PEP 751) for one target (behaviour.md 9.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/outcome.h"
#include "pincompile/writer.h"

namespace pincompile {

/// How a pylock.toml is written.
struct PylockOptions {
  std::string command = "pin-compile";  ///< COMMAND of the header
  std::string requires_python = {};  ///< of the project, if it has one
  bool fingerprint = true;  ///< write its line, if both digests are given
  std::string inputs_digest = {};  ///< 16 hex digits, from fingerprint.h
  std::string options_digest = {};  ///< the same
  HashScope hash_scope = HashScope::kAll;  ///< which files are listed
  bool strip_markers = false;  ///< leave markers out
  bool mark_best_known = true;  ///< name the pins whose proof the budget did not allow
  std::vector<std::pair<std::string, std::string>> provided = {};  ///< pins that are left out
};

PINCOMPILE_API std::string pylock_toml(const Resolution& resolution, const PylockOptions& options);

}  // namespace pincompile
