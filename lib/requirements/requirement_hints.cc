// One look at the text, no second parser: the first slip that is recognised gives the hint.
// SPDX-License-Identifier: MIT
#include "requirements/requirement_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "pincompile/name.h"
#include "requirements/unicode_text.h"
#include "support/edit_distance.h"

namespace pincompile {
namespace {

constexpr std::string_view kOperatorCharacters = "=<>!~";
constexpr std::array<std::string_view, 11> kVariables = {
    "python_version",      "python_full_version",   "os_name",
    "sys_platform",        "platform_machine",      "platform_system",
    "platform_release",    "platform_version",      "platform_python_implementation",
    "implementation_name", "implementation_version"};

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.';
}

/// `six[web]` of `six[web] >=1`.
std::size_t end_of_name(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && is_name_character(text[at])) ++at;
  if (at < text.size() && text[at] == '[') at = std::min(text.find(']', at), text.size() - 1) + 1;
  return at;
}

/// `>=1, <2` for `>=1 <2`; empty if no comma is missing.
std::string with_commas(std::string_view specifiers) {
  std::string text(specifiers);
  bool changed = false;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (kOperatorCharacters.find(text[at]) == std::string_view::npos) continue;
    const std::size_t before = text.find_last_not_of(' ', at - 1);
    if (before == std::string::npos || before + 1 == at) continue;
    if (text[before] == ',' || kOperatorCharacters.find(text[before]) != std::string_view::npos)
      continue;
    // Not replace(): g++ 12 at -O2 warns of an overlap that cannot be.
    text[before + 1] = ',';
    text.erase(before + 2, at - before - 2);
    changed = true;
  }
  return changed ? text : "";
}

/// `, idna` of `six>=1, idna`.
bool has_name_behind_comma(std::string_view specifiers) {
  for (std::size_t at = specifiers.find(','); at != std::string_view::npos;
       at = specifiers.find(',', at + 1)) {
    const std::string_view next = trim_space(specifiers.substr(at + 1));
    const char first = next.empty() ? '\0' : next.front();
    if ((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) return true;
  }
  return false;
}

std::string specifier_hint(std::string_view name, std::string_view rest) {
  if (rest.starts_with("=>") || rest.starts_with("=<"))
    return fmt::format("write {}{}={}", name, rest[1], rest.substr(2));
  if (rest.starts_with('^'))
    return fmt::format("^ is Poetry's; write {}>={} and a limit", name, rest.substr(1));
  if (rest.front() >= '0' && rest.front() <= '9') return fmt::format("write {}=={}", name, rest);
  if (rest.starts_with("~>")) {
    const std::string_view version = trim_space(rest.substr(2));
    const bool is_short = version.find('.') == std::string_view::npos;
    return fmt::format("~> is Ruby's; write {}~={}{}", name, version, is_short ? ".0" : "");
  }
  if (rest.starts_with("~=") && rest.find('.') == std::string_view::npos)
    return fmt::format("~= needs two numbers: {}~={}.0", name, trim_space(rest.substr(2)));
  const std::size_t wildcard = rest.find(".*");
  if (wildcard != std::string_view::npos && (rest.front() == '<' || rest.front() == '>'))
    return fmt::format("write {}{}; * goes with == and != alone", name, rest.substr(0, wildcard));
  if (const std::string separated = with_commas(rest); !separated.empty())
    return fmt::format("write {}{}", name, separated);
  return "";
}

}  // namespace

std::string requirement_hint(std::string_view text) {
  if (text.size() > 200) return "";
  for (std::string_view marker : {"<<<<<<<", "=======", ">>>>>>>"})
    if (text.starts_with(marker)) return "this is a merge conflict; keep one side of it";
  if (text.size() > 2 && (text.front() == '"' || text.front() == '\''))
    return "write it without quotes";
  if (text.starts_with("pip install ")) return "write only what stands behind install";
  if (text.find('#') != std::string_view::npos && text.find("://") == std::string_view::npos)
    return "a comment needs a space before its #";
  const std::size_t end = end_of_name(text);
  const std::string_view name = text.substr(0, end);
  const std::string_view rest = trim_space(text.substr(end));
  if (name.empty() || rest.empty()) return "";
  if (const std::string hint = specifier_hint(name, rest); !hint.empty()) return hint;
  const bool next_word = text[end] == ' ' && is_name_character(rest.front());
  return next_word || has_name_behind_comma(rest) ? "write one requirement a line" : "";
}

std::string equals_hint(std::string_view name, std::string_view value) {
  name = trim_space(name);
  value = trim_space(value);
  if (value.size() > 1 && value.front() == value.back() &&
      (value.front() == '"' || value.front() == '\''))
    value = trim_space(value.substr(1, value.size() - 2));  // a line of Poetry's table
  if (value == "*") return fmt::format("write {}", name);
  const std::string poetry = requirement_hint(fmt::format("{}{}", name, value));
  if (value.starts_with('^') && !poetry.empty()) return poetry;
  return fmt::format("write {}=={}", name, value);
}

std::string marker_hint(std::string_view text) {
  if (text.find("&&") != std::string_view::npos) return "write and instead of &&";
  if (text.find("||") != std::string_view::npos) return "write or instead of ||";
  std::string_view word = text.substr(std::min(text.find_first_not_of(" ("), text.size()));
  word = word.substr(0, word.find_first_of(" =<>!~)"));
  if (std::ranges::find(kVariables, word) == kVariables.end() && word != "extra" && !word.empty() &&
      is_name_character(word.front())) {
    const auto close = nearest(word, kVariables);
    return close ? fmt::format("did you mean {}?", *close)
                 : fmt::format("variables are {}", fmt::join(kVariables, ", "));
  }
  const std::size_t equals = text.find('=');
  if (equals != std::string_view::npos && equals > 0 && equals + 1 < text.size() &&
      text[equals + 1] != '=' &&
      std::string_view("<>!~=").find(text[equals - 1]) == std::string_view::npos)
    return "write == instead of =";
  const std::size_t digit = text.find_last_of("<>=~ ");
  if (digit != std::string_view::npos && digit + 1 < text.size() && text[digit + 1] >= '0' &&
      text[digit + 1] <= '9')
    return fmt::format("write quotes around the value: \"{}\"", text.substr(digit + 1));
  return "";
}

}  // namespace pincompile
