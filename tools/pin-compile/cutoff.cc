// Instants and ages.
// SPDX-License-Identifier: MIT
#include "cutoff.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace pincompile::tool {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_seconds;

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}
  bool at_end() const { return text_.empty(); }
  bool take(char c) {
    if (text_.empty() || text_.front() != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool take_either(char a, char b) { return take(a) || take(b); }
  std::optional<unsigned> number(std::size_t least, std::size_t most) {
    std::size_t digits = 0;
    unsigned value = 0;
    while (digits < most && digits < text_.size() && text_[digits] >= '0' && text_[digits] <= '9')
      value = value * 10 + static_cast<unsigned>(text_[digits++] - '0');
    if (digits < least) return std::nullopt;
    text_.remove_prefix(digits);
    return value;
  }
  void skip_digits() {
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') text_.remove_prefix(1);
  }
  std::string_view rest() const { return text_; }

 private:
  std::string_view text_;
};

std::optional<seconds> zone(Reader& reader) {
  if (reader.take_either('Z', 'z')) return seconds{0};
  const bool minus = reader.take('-');
  if (!minus && !reader.take('+')) return std::nullopt;
  const auto hour = reader.number(2, 2);
  reader.take(':');
  const auto minute = reader.number(2, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
  const seconds offset = hours{*hour} + minutes{*minute};
  return minus ? -offset : offset;
}

std::optional<sys_seconds> instant(std::string_view text) {
  Reader reader(text);
  const auto year = reader.number(4, 4);
  if (!year || !reader.take('-')) return std::nullopt;
  const auto month = reader.number(2, 2);
  if (!month || !reader.take('-')) return std::nullopt;
  const auto day = reader.number(2, 2);
  if (!day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  if (!date.ok()) return std::nullopt;
  const sys_seconds midnight = std::chrono::sys_days(date);
  if (reader.at_end()) return midnight;
  if (!reader.take_either('T', 't') && !reader.take(' ')) return std::nullopt;
  const auto hour = reader.number(2, 2);
  if (!hour || !reader.take(':')) return std::nullopt;
  const auto minute = reader.number(2, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  unsigned second = 0;
  if (reader.take(':')) {
    const auto read = reader.number(2, 2);
    if (!read || *read > 60) return std::nullopt;
    second = *read;
    if (reader.take('.')) reader.skip_digits();
  }
  const auto offset = zone(reader);
  if (!offset || !reader.at_end()) return std::nullopt;
  return midnight + hours{*hour} + minutes{*minute} + seconds{second} - *offset;
}

/// Days and hours of an age; nullopt if the text is none.
struct Age {
  unsigned whole_days = 0;
  unsigned whole_hours = 0;
};

std::optional<Age> age(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  Reader reader(lower);
  const bool iso = reader.take('p');
  const bool time = iso && reader.take('t');
  const auto number = reader.number(1, 6);
  if (!number) return std::nullopt;
  while (reader.take(' ')) {
  }
  const std::string_view unit = reader.rest();
  if (unit == "h" || (!iso && (unit == "hour" || unit == "hours"))) {
    if (iso && !time) return std::nullopt;
    return Age{0, *number};
  }
  if (time) return std::nullopt;
  if (unit == "d" || (!iso && (unit == "day" || unit == "days"))) return Age{*number, 0};
  if (unit == "w" || (!iso && (unit == "week" || unit == "weeks"))) return Age{*number * 7, 0};
  return std::nullopt;
}

}  // namespace

Result<sys_seconds> parse_cutoff(std::string_view text, sys_seconds now) {
  if (const auto exact = instant(text)) return *exact;
  if (const auto back = age(text)) {
    if (back->whole_hours > 0) return now - hours{back->whole_hours};
    return sys_seconds(std::chrono::floor<days>(now)) - days{back->whole_days};
  }
  return Error{ErrorKind::kInvalidArgument,
               fmt::format("\"{}\" is no point in time", text),
               {},
               {},
               {"2026-03-01, 2026-03-01T12:00:00Z, or an age such as 7d, 3w, 12h"}};
}

std::string day_text(sys_seconds when) {
  const auto day = std::chrono::floor<days>(when);
  const std::chrono::year_month_day date{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string instant_text(sys_seconds when) {
  const std::chrono::hh_mm_ss time{when - std::chrono::floor<days>(when)};
  return fmt::format("{}T{:02}:{:02}:{:02}Z", day_text(when), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace pincompile::tool
