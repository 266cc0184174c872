// Each repair is one left-to-right pass. Single digits where a reader would expect numbers
// (`!=~10.5` stays broken) are on purpose: the rules are those other tools apply to the same texts.
// SPDX-License-Identifier: MIT
#include "packaging/repair.h"

#include <string_view>

#include "packaging/character_class.h"

namespace pincompile {
namespace {

char at(std::string_view text, std::size_t i) { return i < text.size() ? text[i] : '\0'; }

std::size_t skip_digits(std::string_view text, std::size_t i) {
  while (is_digit(at(text, i))) ++i;
  return i;
}

// The end of `1.2.3` at `i`, or `i`.
std::size_t skip_release(std::string_view text, std::size_t i) {
  i = skip_digits(text, i);
  while (at(text, i) == '.' && is_digit(at(text, i + 1))) i = skip_digits(text, i + 1);
  return i;
}

}  // namespace

std::string insert_missing_commas(const std::string& text) {
  constexpr std::string_view kOperators = "<>=~^!";
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (is_digit(text[i]) && i + 1 < text.size() &&
        kOperators.find(text[i + 1]) != std::string_view::npos)
      out += ',';
  }
  return out;
}

std::string replace_tilde_after_not_equal(const std::string& text) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    if (text.compare(i, 3, "!=~") != 0 || !is_digit(at(text, i + 3))) {
      out += text[i++];
      continue;
    }
    std::size_t end = i + 4;
    while (at(text, end) == '.' && is_digit(at(text, end + 1))) end += 2;
    out += "!=" + text.substr(i + 3, end - i - 3) + ".*";
    i = end;
  }
  return out;
}

std::string drop_star_after_order(const std::string& text) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    out += text[i];
    if (text[i] != '<' && text[i] != '>') {
      ++i;
      continue;
    }
    ++i;
    if (at(text, i) == '=') out += text[i++];
    std::size_t begin = i;
    while (is_space(at(text, begin))) ++begin;
    const std::size_t end = skip_release(text, begin);
    if (end == begin || text.compare(end, 2, ".*") != 0) continue;
    out += text.substr(begin, end - begin);
    i = end + 2;
  }
  return out;
}

std::string insert_dot_before_star(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '*' && i >= 3 && is_digit(text[i - 1]) && text[i - 2] == '.' &&
        is_digit(text[i - 3]))
      out += '.';
    out += text[i];
  }
  return out;
}

std::string drop_final_comma(const std::string& text) {
  const std::string_view stripped = strip_space(text);
  if (!stripped.ends_with(',')) return text;
  return text.substr(0,
                     static_cast<std::size_t>(stripped.data() - text.data()) + stripped.size() - 1);
}

std::string replace_dev(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '>' && text.compare(i + 1, 3, "dev") == 0) out += "0.0.0";
  }
  return out;
}

std::string drop_zero_after_prerelease(const std::string& text) {
  std::string out;
  std::size_t i = 0;
  while (i < text.size()) {
    out += text[i++];
    if (!is_digit(out.back())) continue;
    std::size_t end = i;
    for (const std::string_view word : {"a", "b", "rc", "post", "dev"}) {
      if (text.compare(i, word.size(), word) == 0 && is_digit(at(text, i + word.size()))) {
        end = skip_digits(text, i + word.size());
      }
    }
    out += text.substr(i, end - i);
    if (end > i && text.compare(end, 2, ".0") == 0) end += 2;
    i = end;
  }
  return out;
}

std::string drop_quotes(const std::string& text) {
  std::string out;
  const std::size_t marker = std::min(text.find(';'), text.size());
  for (std::size_t i = 0; i < marker; ++i) {
    if (text[i] != '"' && text[i] != '\'') out += text[i];
  }
  return out += text.substr(marker);
}

}  // namespace pincompile
