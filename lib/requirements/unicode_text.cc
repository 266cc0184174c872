// The few characters concerned are at most three bytes long.
// SPDX-License-Identifier: MIT
#include "requirements/unicode_text.h"

#include <array>

#include "support/utf8.h"

namespace pincompile {
namespace {

bool is_space(char32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

// Length of the line boundary at the start of `text`, 0 if there is none.
std::size_t boundary_length(std::string_view text) {
  const char c = text.front();
  if (c == '\r') return text.starts_with("\r\n") ? 2 : 1;
  if (c == '\n' || c == '\v' || c == '\f' || (c >= '\x1c' && c <= '\x1e')) return 1;
  if (text.starts_with("\xC2\x85")) return 2;
  if (text.starts_with("\xE2\x80\xA8") || text.starts_with("\xE2\x80\xA9")) return 3;
  return 0;
}

// Bytes that may begin a boundary: all others are passed over with one look each.
constexpr std::array<bool, 256> may_begin_boundary() {
  std::array<bool, 256> table{};
  for (const char c : {'\n', '\v', '\f', '\r', '\x1c', '\x1d', '\x1e', '\xC2', '\xE2'}) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr std::array<bool, 256> kMayBeginBoundary = may_begin_boundary();

}  // namespace

std::size_t leading_space_length(std::string_view text) {
  if (!text.empty() && static_cast<unsigned char>(text.front()) < 0x80) {
    return is_space(static_cast<unsigned char>(text.front())) ? 1 : 0;
  }
  const std::size_t length = utf8_sequence_length(text);
  return length != 0 && length <= 3 && is_space(utf8_code_point(text)) ? length : 0;
}

std::size_t trailing_space_length(std::string_view text) {
  if (!text.empty() && static_cast<unsigned char>(text.back()) < 0x80) {
    return leading_space_length(text.substr(text.size() - 1));
  }
  for (std::size_t length = 1; length <= 3 && length <= text.size(); ++length) {
    const std::string_view tail = text.substr(text.size() - length);
    if (utf8_sequence_length(tail) == length) return leading_space_length(tail);
  }
  return 0;
}

std::string_view trim_space(std::string_view text) {
  while (const std::size_t length = leading_space_length(text)) text.remove_prefix(length);
  while (const std::size_t length = trailing_space_length(text)) text.remove_suffix(length);
  return text;
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size();) {
    if (!kMayBeginBoundary[static_cast<unsigned char>(text[i])]) {
      ++i;
      continue;
    }
    const std::size_t boundary = boundary_length(text.substr(i));
    if (boundary != 0) {
      lines.push_back(text.substr(begin, i - begin));
      begin = i + boundary;
    }
    i += boundary != 0 ? boundary : 1;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace pincompile
