// --uploaded-prior-to: an instant, a day, or an age (behaviour.md 4.8).
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile::tool {

/// `2026-03-01T12:00:00Z`, `2026-03-01` (00:00 UTC), `12h`, `PT12H` (before `now`), `7d`, `3w`,
/// `P7D`, `7 days` (before the last 00:00 UTC).
Result<std::chrono::sys_seconds> parse_cutoff(std::string_view text, std::chrono::sys_seconds now);

/// `2026-03-01T00:00:00Z`.
std::string instant_text(std::chrono::sys_seconds instant);
std::string day_text(std::chrono::sys_seconds instant);

}  // namespace pincompile::tool
