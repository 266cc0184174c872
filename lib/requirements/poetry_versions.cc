// Alternatives, then single constraints, then bounds.
// SPDX-License-Identifier: MIT
#include "requirements/poetry_versions.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>

#include "pincompile/version.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

constexpr std::string_view kBlank = " \t";

bool is_digit(char c) { return c >= '0' && c <= '9'; }

Error not_a_constraint(std::string_view text) {
  return Error{ErrorKind::kParse,
               fmt::format("\"{}\" is not a version constraint of Poetry", text)};
}

std::vector<std::string_view> split_alternatives(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t bar = text.find('|');
    parts.push_back(trim_space(text.substr(0, bar)));
    if (bar == std::string_view::npos) return parts;
    text.remove_prefix(bar + (text.substr(bar).starts_with("||") ? 2 : 1));
  }
}

// `N!` of a version.
std::string epoch_prefix(std::string_view version) {
  const std::size_t bang = version.find('!');
  return bang == std::string_view::npos ? std::string() : std::string(version.substr(0, bang + 1));
}

// The release's first `count` numbers, the last one increased.
std::string next_release(const Version& version, std::size_t count, std::string_view epoch) {
  std::string text(epoch);
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) text += '.';
    text += fmt::format("{}", version.release(i) + (i + 1 == count ? 1 : 0));
  }
  return text;
}

// `^`: up to the next change of the first number that is not zero, of three at most; of zeros
// alone, the last.
std::string caret(const Version& version, std::string_view text) {
  const std::size_t given = std::min<std::size_t>(version.release_length(), 3);
  std::size_t count = 1;
  while (count < given && version.release(count - 1) == 0) ++count;
  return fmt::format(">={},<{}", text,
                     next_release(version, count, epoch_prefix(version.to_string())));
}

std::string tilde(const Version& version, std::string_view text) {
  const std::size_t count = std::min<std::size_t>(version.release_length(), 2);
  return fmt::format(">={},<{}", text,
                     next_release(version, count, epoch_prefix(version.to_string())));
}

// `1.2.*`, `1.x`, `1.*.*`: the numbers before the first wildcard; nullopt if there is none.
std::optional<std::string_view> wildcard_prefix(std::string_view version) {
  std::string_view prefix = version;
  while (prefix.ends_with(".*") || prefix.ends_with(".x") || prefix.ends_with(".X"))
    prefix.remove_suffix(2);
  if (prefix.size() == version.size()) return std::nullopt;
  return prefix;
}

constexpr std::array<std::string_view, 11> kOperators{
    "===", "==", "!=", "<=", ">=", "~=", "<>", "^", "~", "<", ">"};

std::string_view operator_at(std::string_view text) {
  for (const std::string_view op : kOperators) {
    if (text.starts_with(op)) return op;
  }
  return text.starts_with("=") ? text.substr(0, 1) : std::string_view();
}

// One `OP VERSION` as the text of a specifier set; empty text: any version.
Result<std::string> one_constraint(std::string_view op, std::string_view version) {
  if (version == "*" || version == "x" || version == "X") {
    if (op.empty() || op == "=" || op == "==") return std::string();
    return not_a_constraint(std::string(op) + std::string(version));
  }
  const std::string written = fmt::format("{}{}", op, version);
  if (op.empty() || op == "=") op = "==";
  const std::string shown = fmt::format("{}{}", op, version);
  if (op == "<>") {
    Error error = not_a_constraint(written);
    error.hints.push_back(fmt::format("write !={}", version));
    return error;
  }
  if (const auto prefix = wildcard_prefix(version)) {
    if (op != "==" && op != "!=") return not_a_constraint(written);
    return fmt::format("{}{}.*", op, *prefix);
  }
  const Result<Version> parsed = Version::parse(version);
  if (!parsed) {
    if (op == "===") return shown;
    return not_a_constraint(written);
  }
  if (op == "^") return caret(*parsed, version);
  if (op == "~" || (op == "~=" && parsed->release_length() < 2)) return tilde(*parsed, version);
  return shown;
}

Result<SpecifierSet> parse_alternative(std::string_view text) {
  std::vector<std::string> members;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view op = operator_at(rest);
    rest.remove_prefix(op.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
    const std::size_t end = std::min(rest.find_first_of(" \t,<>=!~^"), rest.size());
    // `1!2.0`: an exclamation mark between digits is an epoch's.
    std::size_t stop = end;
    if (stop < rest.size() && rest[stop] == '!' && stop + 1 < rest.size() &&
        is_digit(rest[stop + 1])) {
      stop = std::min(rest.find_first_of(" \t,<>=!~^", stop + 1), rest.size());
    }
    const std::string_view version = rest.substr(0, stop);
    if (version.empty()) return not_a_constraint(text);
    Result<std::string> member = one_constraint(op, version);
    if (!member) return member.error();
    if (!member->empty()) members.push_back(std::move(*member));
    rest.remove_prefix(stop);
    rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
    if (rest.starts_with(',')) {
      rest.remove_prefix(1);
      rest.remove_prefix(std::min(rest.find_first_not_of(kBlank), rest.size()));
      if (rest.empty()) return not_a_constraint(text);
    }
  }
  Result<SpecifierSet> parsed = SpecifierSet::parse(fmt::format("{}", fmt::join(members, ",")));
  if (!parsed) {
    Error error = not_a_constraint(text);
    error.causes.push_back(parsed.error().message);
    return error;
  }
  return parsed;
}

// `python_version >= "3.8"`; the full version from three numbers on.
std::string python_term(const Specifier& specifier) {
  const std::string version(specifier.version_text());
  const bool is_full = std::ranges::count(version, '.') >= 2;
  return fmt::format("{} {} \"{}{}\"", is_full ? "python_full_version" : "python_version",
                     specifier.op_text(), version, specifier.is_wildcard() ? ".*" : "");
}

}  // namespace

Result<std::vector<SpecifierSet>> parse_poetry_versions(std::string_view text) {
  std::vector<SpecifierSet> alternatives;
  bool admits_all = false;
  for (const std::string_view part : split_alternatives(text)) {
    if (part.empty()) return not_a_constraint(text);
    Result<SpecifierSet> parsed = parse_alternative(part);
    if (!parsed) return parsed.error();
    admits_all = admits_all || parsed->empty();
    alternatives.push_back(std::move(*parsed));
  }
  if (admits_all) alternatives.clear();
  return alternatives;
}

Result<Marker> poetry_python_marker(std::string_view text) {
  const Result<std::vector<SpecifierSet>> versions = parse_poetry_versions(text);
  if (!versions) return versions.error();
  std::vector<std::string> alternatives;
  for (const SpecifierSet& set : *versions) {
    std::vector<std::string> terms;
    for (const Specifier& specifier : set.specifiers()) terms.push_back(python_term(specifier));
    alternatives.push_back(fmt::format("{}", fmt::join(terms, " and ")));
  }
  if (alternatives.empty()) return Marker();
  return Marker::parse(fmt::format("{}", fmt::join(alternatives, " or ")));
}

Result<Marker> poetry_platform_marker(std::string_view text) {
  std::vector<std::string> alternatives;
  for (std::string_view part : split_alternatives(text)) {
    std::string_view op = "==";
    for (const std::string_view written : {"!=", "==", "="}) {
      if (!part.starts_with(written)) continue;
      if (written == "!=") op = written;
      part = trim_space(part.substr(written.size()));
      break;
    }
    if (part.empty() || part.find_first_of("\"'\\ ,") != std::string_view::npos) {
      return Error{ErrorKind::kParse, fmt::format("\"{}\" names no platform", text)};
    }
    alternatives.push_back(fmt::format("sys_platform {} \"{}\"", op, part));
  }
  return Marker::parse(fmt::format("{}", fmt::join(alternatives, " or ")));
}

}  // namespace pincompile
