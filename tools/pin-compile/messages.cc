// Printing to standard error.
// SPDX-License-Identifier: MIT
#include "messages.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "interrupt.h"
#include "output/folding.h"

namespace pincompile::tool {
namespace {

constexpr std::string_view kRed = "31";
constexpr std::string_view kYellow = "33";
constexpr std::string_view kCyan = "36";

/// Lines that say more than anybody reads, such as one that quotes a binary file, are cut.
constexpr std::size_t kLongestLine = 2000;

std::string with_short_lines(std::string_view text) {
  std::string shown;
  while (true) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::size_t kept = std::min(end, kLongestLine);
    while (kept < end && kept > 0 && (static_cast<unsigned char>(text[kept]) & 0xc0) == 0x80) --kept;
    shown += text.substr(0, kept);
    if (kept < end) shown += " ...";
    if (end == text.size()) return shown;
    shown += '\n';
    text.remove_prefix(end + 1);
  }
}

/// What a text brings along from files and servers does not drive the terminal.
std::string without_control(std::string_view text) {
  std::string shown;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto c = static_cast<unsigned char>(text[at]);
    const std::string_view rest = text.substr(at);
    const bool own = rest.starts_with("\x1b[1m") || rest.starts_with("\x1b[0m");
    if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\t' || own) {
      shown += text[at];
    } else {
      shown += fmt::format("\\x{:02x}", c);
    }
  }
  return shown;
}

}  // namespace

Messages::Messages(int level, bool color) : level_(level), color_(color) {}

void Messages::print(std::string_view label, std::string_view color, std::string_view text) {
  status("");
  std::string line;
  if (!label.empty())
    line = color_ ? fmt::format("\x1b[{}m{}:\x1b[0m ", color, label) : fmt::format("{}: ", label);
  line += without_control(with_short_lines(text));
  line += '\n';
  std::fwrite(line.data(), 1, line.size(), stderr);
}

void Messages::error(const Error& error) {
  Error head = error;
  head.causes.clear();
  head.hints.clear();
  print("error", kRed, folded(head.to_string(), 7, 7));
  for (const std::string& cause : error.causes) print("", "", "  " + cause);
  for (const std::string& text : error.hints) hint(text);
}

void Messages::warning(std::string_view text) {
  if (collected_ != nullptr) {
    if (std::ranges::find(*collected_, text) == collected_->end()) collected_->emplace_back(text);
    return;
  }
  if (level_ < -1 || std::ranges::find(said_, text) != said_.end()) return;
  said_.emplace_back(text);
  print("warning", kYellow, folded(text, 9, 2));
}

void Messages::note(std::string_view text) {
  if (level_ < 0 || std::ranges::find(said_, text) != said_.end()) return;
  said_.emplace_back(text);
  print("note", kCyan, folded(text, 6, 2));
}

void Messages::hint(std::string_view text) {
  const bool is_folded = text.find('\n') != std::string_view::npos;
  print("hint", kCyan, is_folded ? std::string(text) : folded(text, 6, 6));
}

void Messages::line(int level, std::string_view text) {
  if (level_ >= level) print("", "", text);
}

void Messages::status(std::string_view text) {
  if (text.empty() && !status_shown_) return;
  const std::string line = fmt::format("\r\x1b[K{}", text);
  std::fwrite(line.data(), 1, line.size(), stderr);
  status_shown_ = !text.empty();
  set_status_line(status_shown_);
}

std::string Messages::bold(std::string_view text) const {
  return color_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
}

bool wants_color(const Environment& environment, std::string_view color_option, bool no_color) {
  if (color_option == "always") return true;
  if (color_option == "never" || no_color) return false;
  if (environment.variable("NO_COLOR")) return false;
  if (environment.variable("FORCE_COLOR")) return true;
  return environment.error_is_terminal && environment.variable("TERM").value_or("") != "dumb";
}

}  // namespace pincompile::tool
