// Status line.
// SPDX-License-Identifier: MIT
#include "progress.h"

#include <fmt/format.h>

#include <array>

namespace pincompile::tool {
namespace {

using namespace std::chrono_literals;

constexpr auto kFirstRedraw = 200ms;
constexpr auto kRedrawEvery = 100ms;
constexpr auto kFirstLine = 2s;
constexpr auto kLineEvery = 10s;

// The ten braille frames U+280B ... in UTF-8.
constexpr std::array<std::string_view, 10> kFrames = {
    "\xe2\xa0\x8b", "\xe2\xa0\x99", "\xe2\xa0\xb9", "\xe2\xa0\xb8", "\xe2\xa0\xbc",
    "\xe2\xa0\xb4", "\xe2\xa0\xa6", "\xe2\xa0\xa7", "\xe2\xa0\x87", "\xe2\xa0\x8f"};
constexpr std::array<std::string_view, 4> kAsciiFrames = {"|", "/", "-", "\\"};

std::string text_of(const Progress& progress) {
  std::string text =
      fmt::format("{}/{} packages  {} fetched  {} conflicts", progress.packages_known,
                  progress.packages_wanted, progress.fetched, progress.conflicts);
  if (!progress.busiest.empty()) text += fmt::format("  {}", progress.busiest);
  return text;
}

}  // namespace

ProgressDisplay::ProgressDisplay(Messages& messages, Clock& clock, const Environment& environment,
                                 bool wanted)
    : messages_(messages),
      clock_(clock),
      redraw_(wanted && environment.error_is_terminal && !environment.variable("CI") &&
              environment.variable("TERM").value_or("") != "dumb"),
      utf8_(environment.utf8()),
      columns_(static_cast<std::size_t>(environment.terminal_columns)),
      started_(clock.monotonic()),
      next_(started_ + (redraw_ ? std::chrono::milliseconds(kFirstRedraw)
                                : std::chrono::milliseconds(kFirstLine))) {}

void ProgressDisplay::on_progress(const Progress& progress) {
  if (messages_.level() < 0) return;
  const auto now = clock_.monotonic();
  if (now < next_) return;
  if (!redraw_) {
    messages_.line(0, text_of(progress));
    next_ = now + kLineEvery;
    return;
  }
  const std::string_view frame =
      utf8_ ? kFrames[frame_ % kFrames.size()] : kAsciiFrames[frame_ % kAsciiFrames.size()];
  ++frame_;
  std::string text = text_of(progress);
  if (text.size() + 3 > columns_) text.resize(columns_ > 3 ? columns_ - 3 : 0);
  messages_.status(fmt::format("{} {}", frame, text));
  next_ = now + kRedrawEvery;
}

void ProgressDisplay::on_trace(int level, std::string_view line) { messages_.line(level, line); }

}  // namespace pincompile::tool
