// When a request is tried again, and after how long (RFC 9110 10.2.3 Retry-After;
// behaviour.md 1.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace pincompile {

/// Answers that may be better next time: 408, 429, and 5xx but 501.
bool is_transient_status(int status);

/// Seconds or an HTTP date; nullopt for anything else. Never negative.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view text,
                                                      std::chrono::sys_seconds now);

/// A server that asks for a longer pause than this has the run end instead.
inline constexpr std::chrono::seconds kLongestRetryAfter{60};

/// Pause before try number `tries_done + 1`: 0.25 s, doubling with each try, or what the server
/// asked for if that is longer. nullopt: no further try.
///
/// retries_allowed  tries beyond the first.
std::optional<std::chrono::milliseconds> retry_delay(
    unsigned tries_done, unsigned retries_allowed, std::optional<std::chrono::seconds> retry_after);

}  // namespace pincompile
