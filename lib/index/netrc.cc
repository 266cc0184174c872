// SPDX-License-Identifier: MIT
#include "index/netrc.h"

#include "support/cursor.h"

namespace pincompile {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void skip_spaces_and_comments(Cursor& cursor) {
  while (true) {
    cursor.take_while(is_space);
    if (cursor.peek() != '#') return;
    cursor.take_while([](char c) { return c != '\n'; });
  }
}

// The next word; in double quotes or with backslashes it may hold anything. Empty at the end.
std::string next_word(Cursor& cursor) {
  skip_spaces_and_comments(cursor);
  std::string word;
  const bool quoted = cursor.take("\"");
  while (!cursor.at_end()) {
    if (quoted ? cursor.peek() == '"' : is_space(cursor.peek())) break;
    if (cursor.peek() == '\\' && cursor.peek(1) != '\0') cursor.advance();
    word += cursor.peek();
    cursor.advance();
  }
  if (quoted) cursor.take("\"");
  return word;
}

// A password may start with `#`, which is a comment everywhere else.
std::string next_value(Cursor& cursor) {
  cursor.take_while(is_space);
  if (cursor.peek() != '#') return next_word(cursor);
  return std::string(cursor.take_while([](char c) { return !is_space(c); }));
}

void skip_macro(Cursor& cursor) {
  while (!cursor.at_end()) {
    const std::string_view line = cursor.take_while([](char c) { return c != '\n'; });
    cursor.take("\n");
    if (line.empty() || line == "\r") return;
  }
}

}  // namespace

std::optional<Login> find_in_netrc(std::string_view netrc, std::string_view host) {
  std::optional<Login> fallback;
  Login* current = nullptr;
  Login found;
  bool is_match = false;
  Cursor cursor(netrc);
  for (std::string word = next_word(cursor); !word.empty(); word = next_word(cursor)) {
    if (word == "machine" || word == "default") {
      if (is_match) return found;
      is_match = word == "machine" && next_word(cursor) == host;
      if (word == "default" && !fallback) {
        current = &fallback.emplace();
      } else {
        found = {};
        current = &found;
      }
    } else if (word == "login" || word == "user") {
      if (std::string user = next_value(cursor); current != nullptr)
        current->user = std::move(user);
    } else if (word == "password") {
      if (std::string secret = next_value(cursor); current != nullptr)
        current->password = std::move(secret);
    } else if (word == "account") {
      next_value(cursor);
    } else if (word == "macdef") {
      skip_macro(cursor);
    } else {
      break;
    }
  }
  return is_match ? std::optional(found) : fallback;
}

}  // namespace pincompile
