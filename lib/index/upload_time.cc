// SPDX-License-Identifier: MIT
#include "index/upload_time.h"

namespace pincompile {
namespace {

// The number at `at` of `width` digits, or -1.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

bool at_is(std::string_view text, std::size_t at, char c) {
  return at < text.size() && text[at] == c;
}

// Minutes to add for `Z`, `+05:30` or nothing at all.
std::optional<int> offset_minutes(std::string_view zone) {
  if (zone.empty() || zone == "Z" || zone == "z") return 0;
  const int hours = digits(zone, 1, 2), minutes = digits(zone, 4, 2);
  if (zone.size() != 6 || zone[3] != ':' || hours < 0 || minutes < 0) return std::nullopt;
  if (zone[0] == '+') return -(hours * 60 + minutes);
  if (zone[0] == '-') return hours * 60 + minutes;
  return std::nullopt;
}

}  // namespace

std::optional<std::chrono::sys_seconds> parse_upload_time(std::string_view text) {
  using namespace std::chrono;
  const int y = digits(text, 0, 4), m = digits(text, 5, 2), d = digits(text, 8, 2);
  const int hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
  const bool separated = at_is(text, 4, '-') && at_is(text, 7, '-') && at_is(text, 13, ':') &&
                         at_is(text, 16, ':') && (at_is(text, 10, 'T') || at_is(text, 10, ' '));
  if (y < 0 || m < 0 || d < 0 || hour < 0 || minute < 0 || second < 0 || !separated)
    return std::nullopt;
  const year_month_day date{year(y), month(static_cast<unsigned>(m)),
                            day(static_cast<unsigned>(d))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  std::size_t zone = 19;
  if (at_is(text, zone, '.')) {
    ++zone;
    while (zone < text.size() && text[zone] >= '0' && text[zone] <= '9') ++zone;
  }
  const std::optional<int> shift = offset_minutes(text.substr(zone));
  if (!shift) return std::nullopt;
  return sys_days(date) + hours(hour) + minutes(minute + *shift) + seconds(second);
}

}  // namespace pincompile
