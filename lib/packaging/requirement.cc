// PEP 508 requirements: one pass over name, extras, specifiers or URL, marker.
// Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/
// SPDX-License-Identifier: MIT
#include "pincompile/requirement.h"

#include <fmt/format.h>

#include <algorithm>

#include "packaging/character_class.h"
#include "packaging/marker_code.h"
#include "packaging/marker_parser.h"
#include "packaging/repair.h"
#include "packaging/specifier_access.h"
#include "packaging/url.h"
#include "pincompile/name.h"
#include "support/cursor.h"

namespace pincompile {
namespace {

using Repair = std::string (*)(const std::string&);
/// In the order in which they are tried, each on the result of those before.
constexpr Repair kRepairs[] = {insert_missing_commas,      replace_tilde_after_not_equal,
                               drop_star_after_order,      insert_dot_before_star,
                               drop_final_comma,           replace_dev,
                               drop_zero_after_prerelease, drop_quotes};

std::string_view strip_blanks(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

class RequirementParser {
 public:
  explicit RequirementParser(std::string_view text) : cursor_(text) {}

  Result<Requirement> run() {
    cursor_.skip_blanks();
    if (!name() || !extras()) return error();
    cursor_.skip_blanks();
    if (!(cursor_.peek() == '@' ? url() : specifiers())) return error();
    cursor_.skip_blanks();
    if (cursor_.take(";")) {
      if (!marker()) return error();
    } else if (!cursor_.at_end()) {
      fail(requirement_.url.empty() ? "an operator, \";\" or the end"
                                    : "\";\" or the end behind the URL");
      return error();
    }
    return std::move(requirement_);
  }

 private:
  bool fail(std::string_view expected) { return fail(expected, cursor_.position()); }
  bool fail(std::string_view expected, std::size_t position) {
    expected_ = expected;
    position_ = position;
    return false;
  }

  // Behind a URL nothing is shown: what looks like the next word may be the rest of a password.
  std::string found() const {
    const auto text = cursor_.text();
    const std::size_t position = std::min(position_, text.size());
    if (position == text.size()) return "the end";
    if (text.substr(0, position).find("://") != std::string_view::npos) return "more text";
    return fmt::format("\"{}\"", redact_urls(text.substr(position)).substr(0, 40));
  }

  Error error() const {
    const auto text = redact_urls(cursor_.text()).substr(0, 200);
    Error error{ErrorKind::kParse, fmt::format("\"{}\" is not a requirement", text)};
    error.where.push_back({"", 0, static_cast<std::uint32_t>(position_ + 1), ""});
    if (single_equals()) {
      error.causes.push_back("a single = is no operator");
      error.hints.push_back(fmt::format("write {}", redact_urls(with_double_equals())));
    } else if (!marker_error_.empty()) {
      error.causes.push_back(marker_error_);
    } else {
      error.causes.push_back(fmt::format("expected {}, found {}", expected_, found()));
    }
    return error;
  }

  // `requests=2.32.0`: the commonest slip. `=<` and `=>` are other ones.
  bool single_equals() const {
    const auto text = cursor_.text();
    return position_ + 1 < text.size() && text[position_] == '=' &&
           (is_digit(text[position_ + 1]) || text[position_ + 1] == ' ');
  }
  std::string with_double_equals() const {
    std::string text(cursor_.text().substr(0, 200));
    if (position_ <= text.size()) text.insert(position_, 1, '=');
    // conda writes a build behind another one
    return text.substr(0, text.find('=', position_ + 2));
  }

  // A name or an extra may end in underscores: real metadata has such (`scandir_`), and the
  // packaging library lets them pass.
  bool identifier(std::string& out) {
    const std::size_t begin = cursor_.position();
    const auto word =
        cursor_.take_while([](char c) { return is_alphanumeric(c) || is_separator(c); });
    if (!word.empty() && is_alphanumeric(word.front()) &&
        (is_alphanumeric(word.back()) || word.back() == '_')) {
      out = word;
      return true;
    }
    cursor_.move_to(begin);
    return false;
  }

  bool name() { return identifier(requirement_.name) || fail("a project name"); }

  bool extras() {
    cursor_.skip_blanks();
    if (!cursor_.take("[")) return true;
    cursor_.skip_blanks();
    if (cursor_.take("]")) return true;
    for (;;) {
      if (!identifier(requirement_.extras.emplace_back())) return fail("the name of an extra");
      cursor_.skip_blanks();
      if (cursor_.take("]")) return true;
      if (!cursor_.take(",")) return fail("\",\" or \"]\" in the list of extras");
      cursor_.skip_blanks();
    }
  }

  bool url() {
    cursor_.advance();
    cursor_.skip_blanks();
    requirement_.url =
        cursor_.take_while([](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
    if (requirement_.url.empty()) return fail("a URL");
    const bool apart = cursor_.peek() == ' ' || cursor_.peek() == '\t';
    return apart || cursor_.at_end() || fail("a space behind the URL");
  }

  bool specifiers() {
    const bool parenthesised = cursor_.take("(");
    const std::size_t begin = cursor_.position();
    const auto text = cursor_.take_while([](char c) { return c != ';' && c != ')'; });
    if (!members(text, begin)) return false;
    return !parenthesised || cursor_.take(")") || fail("\")\" behind the specifiers");
  }

  // A final comma is accepted, an empty member is not.
  bool members(std::string_view text, std::size_t begin) {
    while (!strip_blanks(text).empty()) {
      const std::size_t size = std::min(text.find(','), text.size());
      if (!member(text.substr(0, size), begin)) return false;
      text.remove_prefix(std::min(size + 1, text.size()));
      begin += size + 1;
    }
    return true;
  }

  bool member(std::string_view text, std::size_t begin) {
    const auto stripped = strip_blanks(text);
    begin += static_cast<std::size_t>(stripped.data() - text.data());
    auto specifier = Specifier::parse(stripped);
    if (!specifier) {
      const auto& where = specifier.error().where;
      return fail("a version specifier", begin + (where.empty() ? 0 : where.front().column - 1));
    }
    if (strip_space(stripped).size() != stripped.size()) return fail("no line break", begin);
    SpecifierAccess::add(requirement_.specifiers, std::move(*specifier));
    return true;
  }

  bool marker() {
    const std::size_t begin = cursor_.position();
    auto program = parse_marker_program(cursor_.rest(), begin);
    if (!program) {
      const auto& error = program.error();
      marker_error_ = error.message;
      return fail({}, error.where.empty() ? begin : error.where.front().column - 1);
    }
    requirement_.marker = MarkerAccess::make(std::move(*program));
    cursor_.move_to(cursor_.text().size());
    return true;
  }

  Cursor cursor_;
  Requirement requirement_;
  std::string_view expected_;
  std::size_t position_ = 0;
  std::string marker_error_;
};

}  // namespace

Result<Requirement> Requirement::parse(std::string_view text) {
  return RequirementParser(text).run();
}

Result<Requirement> Requirement::parse_lenient(std::string_view text, std::string* repaired) {
  auto strict = parse(text);
  if (strict) return strict;
  std::string current(text);
  for (const auto repair : kRepairs) {
    std::string next = repair(current);
    if (next == current) continue;
    current = std::move(next);
    if (auto parsed = parse(current)) {
      if (repaired != nullptr) *repaired = std::move(current);
      return parsed;
    }
  }
  return strict;
}

Result<SpecifierSet> parse_specifiers_lenient(std::string_view text) {
  auto strict = SpecifierSet::parse(text);
  if (strict) return strict;
  std::string current(text);
  for (const auto repair : kRepairs) {
    current = repair(current);
    if (auto parsed = SpecifierSet::parse(current)) return parsed;
  }
  return strict;
}

std::string Requirement::to_string() const {
  std::string out = name;
  if (!extras.empty()) {
    std::vector<std::string> names;
    names.reserve(extras.size());
    for (const auto& extra : extras) {
      names.push_back(normalize_name(extra));
      // `scandir_` normalises to `scandir-`, which the grammar takes only with its underscore.
      if (names.back().ends_with('-')) names.back().back() = '_';
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    out += fmt::format("[{}]", fmt::join(names, ","));
  }
  out += specifiers.to_string();
  if (!url.empty()) out += " @ " + url;
  if (!marker.empty()) out += (url.empty() ? "; " : " ; ") + marker.to_string();
  return out;
}

}  // namespace pincompile
