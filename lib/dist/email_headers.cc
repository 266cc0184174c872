// One line at a time; a look at the first byte of the next line tells whether a header goes on.
// SPDX-License-Identifier: MIT
#include "dist/email_headers.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pincompile {
namespace {

bool is_line_end(char c) { return c == '\n' || c == '\r'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

// The line at the start of `text` with its line end.
std::string_view first_line(std::string_view text) {
  const void* feed = std::memchr(text.data(), '\n', text.size());
  std::size_t length = text.size();
  if (feed != nullptr) {
    length = static_cast<std::size_t>(static_cast<const char*>(feed) - text.data()) + 1;
  }
  const void* carriage = std::memchr(text.data(), '\r', length);
  if (carriage == nullptr) return text.substr(0, length);
  std::size_t end = static_cast<std::size_t>(static_cast<const char*>(carriage) - text.data()) + 1;
  if (end < text.size() && text[end] == '\n') ++end;
  return text.substr(0, end);
}

// Position of the colon that ends a header's name; npos if the line is no header.
std::size_t name_end(std::string_view line) {
  const auto stop = std::ranges::find_if(
      line, [](char c) { return c == ':' || c <= ' ' || static_cast<unsigned char>(c) > '~'; });
  if (stop == line.end() || *stop != ':') return std::string_view::npos;
  return static_cast<std::size_t>(stop - line.begin());
}

std::string_view trimmed_value(std::string_view value) {
  while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
  while (!value.empty() && is_line_end(value.back())) value.remove_suffix(1);
  return value;
}

}  // namespace

bool EmailHeaders::next(EmailHeader& header) {
  while (!rest_.empty()) {
    const std::string_view line = first_line(rest_);
    const bool is_first = std::exchange(at_first_line_, false);
    if (is_blank(line.front())) {  // continues nothing
      rest_.remove_prefix(line.size());
      continue;
    }
    const std::size_t colon = name_end(line);
    if (colon == std::string_view::npos || colon == 0) {
      const bool is_envelope = line.starts_with("From ");
      if (!is_envelope && colon != 0) {
        if (is_line_end(line.front())) rest_.remove_prefix(line.size());
        return false;
      }
      // An envelope line is skipped, unless it is the last header line: then it is body.
      const std::string_view after = rest_.substr(line.size());
      if (is_envelope && !is_first &&
          (after.empty() || (!is_blank(after.front()) && !after.starts_with("From ") &&
                             name_end(first_line(after)) == std::string_view::npos))) {
        return false;
      }
      rest_.remove_prefix(line.size());
      continue;
    }
    std::size_t end = line.size();
    while (end < rest_.size() && is_blank(rest_[end])) end += first_line(rest_.substr(end)).size();
    header.name = line.substr(0, colon);
    header.value = trimmed_value(rest_.substr(colon + 1, end - colon - 1));
    rest_.remove_prefix(end);
    return true;
  }
  return false;
}

}  // namespace pincompile
