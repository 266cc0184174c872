// SPDX-License-Identifier: MIT
#include "index/retry_policy.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace pincompile {
namespace {

constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers may still send.
std::optional<std::chrono::sys_seconds> parse_http_date(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
  const auto month_at = std::ranges::find(kMonths, text.substr(8, 3));
  const auto d = number(text.substr(5, 2)), y = number(text.substr(12, 4));
  const auto h = number(text.substr(17, 2)), m = number(text.substr(20, 2)),
             s = number(text.substr(23, 2));
  if (month_at == kMonths.end() || !d || !y || !h || !m || !s) return std::nullopt;
  const month mon(static_cast<unsigned>(month_at - kMonths.begin() + 1));
  const year_month_day date{year(*y), mon, day(static_cast<unsigned>(*d))};
  if (!date.ok()) return std::nullopt;
  return sys_days(date) + hours(*h) + minutes(*m) + seconds(*s);
}

}  // namespace

bool is_transient_status(int status) {
  return status == 408 || status == 429 || (status >= 500 && status != 501);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view text,
                                                      std::chrono::sys_seconds now) {
  if (const std::optional<int> seconds = number(text)) return std::chrono::seconds(*seconds);
  if (const auto date = parse_http_date(text))
    return std::max(*date - now, std::chrono::seconds(0));
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> retry_delay(
    unsigned tries_done, unsigned retries_allowed,
    std::optional<std::chrono::seconds> retry_after) {
  if (tries_done > retries_allowed) return std::nullopt;
  if (retry_after && *retry_after > kLongestRetryAfter) return std::nullopt;
  constexpr unsigned kMostDoublings = 8;  // 64 s
  const std::chrono::milliseconds pause(250LL << std::min(tries_done - 1, kMostDoublings));
  return retry_after ? std::max<std::chrono::milliseconds>(pause, *retry_after) : pause;
}

}  // namespace pincompile
