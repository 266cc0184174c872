// What a run says at its end: what changed, what was held back.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "messages.h"
#include "pincompile/outcome.h"

namespace pincompile::tool {

/// `flask 3.0.2 -> 3.0.3`, `+blinker 1.9.0`, `-simplejson`.
std::vector<std::string> list_changes(const std::vector<ExistingPin>& before,
                                      const Resolution& resolution);

/// Lines `urllib3 1.26.20 (2.5.0 exists; requirements.in:3)` (behaviour.md 1.6).
std::vector<std::string> held_back_lines(const Resolution& resolution);

}  // namespace pincompile::tool
