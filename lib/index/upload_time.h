// Upload times of pages (PEP 700): RFC 3339 instants.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pincompile {

/// `2026-11-20T10:20:30.5Z` with `Z`, an offset, or neither (then UTC); fractions are cut off.
std::optional<std::chrono::sys_seconds> parse_upload_time(std::string_view text);

}  // namespace pincompile
