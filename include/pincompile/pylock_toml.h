// pylock.toml (PEP 751) for one target (behaviour.md 9.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/outcome.h"
#include "pincompile/writer.h"

namespace pincompile {

struct PylockOptions {
  std::string command = "pin-compile";
  std::string requires_python = {};  ///< of the project, if it has one
  bool fingerprint = true;
  std::string inputs_digest = {};
  std::string options_digest = {};
  HashScope hash_scope = HashScope::kAll;
  bool strip_markers = false;
  bool mark_best_known = true;
  std::vector<std::pair<std::string, std::string>> provided = {};  ///< pins that are left out
};

PINCOMPILE_API std::string pylock_toml(const Resolution& resolution, const PylockOptions& options);

}  // namespace pincompile
