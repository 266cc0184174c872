// What is wrong with one line alone, before any search (behaviour.md 8.2 nos. 2 to 6). An unknown
// name, no such version, none for this Python or platform, none without a build.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <vector>

#include "pincompile/outcome.h"
#include "resolution/reasons.h"
#include "resolution/session.h"

namespace pincompile {

struct Diagnosis {
  Conflict conflict = {};  ///< headline, steps and core
  std::uint32_t line = 0;  ///< number among InputRules::lines
  bool is_unknown_name = false;
  bool has_no_index = false;  ///< the name is unknown because nobody can be asked
  ExclusionCode code = ExclusionCode::kNone;  ///< what shuts out most of the matching versions
  std::vector<Loss> losses = {};
};

/// The first requirement line that can never be met, in input order.
std::optional<Diagnosis> diagnose_lines(Session& failed);

}  // namespace pincompile
