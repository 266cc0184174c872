// conda's match specifications as far as environment files use them, and the names of its packages
// on PyPI. source  https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
// ; names: packages
//         of conda-forge whose PyPI name is another, as of 2026-11. One line each; the user's table
//         comes first.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "pincompile/name.h"
#include "requirements/environment_yml.h"
#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

struct CondaName {
  std::string_view conda;
  std::string_view pypi;  // empty: no Python package, though PyPI may have one of that name
};
constexpr std::array<CondaName, 33> kNames{{
    {"astropy-base", "astropy"},
    {"blas", ""},
    {"cairo", ""},
    {"dask-core", "dask"},
    {"faiss", "faiss-cpu"},
    {"ffmpeg", ""},
    {"freetype", ""},
    {"graphviz", ""},
    {"icu", ""},
    {"libxml2", ""},
    {"matplotlib-base", "matplotlib"},
    {"mkl", ""},
    {"msgpack-python", "msgpack"},
    {"nodejs", ""},
    {"openblas", ""},
    {"opencv", "opencv-python"},
    {"openssl", ""},
    {"py-lief", "lief"},
    {"py-opencv", "opencv-python"},
    {"py-xgboost", "xgboost"},
    {"pyarrow-core", "pyarrow"},
    {"pyqt", "pyqt5"},
    {"pytables", "tables"},
    {"python-blosc", "blosc"},
    {"python-flatbuffers", "flatbuffers"},
    {"python-graphviz", "graphviz"},
    {"python-xxhash", "xxhash"},
    {"pytorch", "torch"},
    {"pytorch-cpu", "torch"},
    {"pytorch-gpu", "torch"},
    {"r-base", ""},
    {"seaborn-base", "seaborn"},
    {"sqlite", ""},
}};

bool is_operator(char c) { return c == '=' || c == '<' || c == '>' || c == '!' || c == '~'; }
bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

Error not_a_package(std::string_view text) {
  return Error{ErrorKind::kParse, fmt::format("\"{}\" is no package of conda", text)};
}

// `OP VERSION` of conda as a PEP 440 specifier; empty text: any version. One `=` means a prefix,
// none the version to the digit.
Result<std::string> one_version(std::string_view text) {
  text = trim_space(text);
  if (text == "*" || text.empty()) return std::string();
  const std::size_t length =
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_operator) - text.begin());
  std::string_view op = text.substr(0, length);
  std::string version(trim_space(text.substr(length)));
  bool is_prefix = op == "=";
  if (version.ends_with('*')) {  // `1.2.*` and `1.2*`
    version.pop_back();
    if (version.ends_with('.')) version.pop_back();
    if (version.empty()) return std::string();
    // `>=1.2.*` is `>=1.2` in conda.
    is_prefix = op.empty() || op == "=" || op == "==" || op == "!=";
  }
  if (op.empty() || op == "=") op = "==";
  if (version.find_first_of("*()^$") != std::string::npos) return not_a_package(text);
  return fmt::format("{}{}{}", op, version, is_prefix ? ".*" : "");
}

Result<std::vector<SpecifierSet>> parse_versions(std::string_view text) {
  std::vector<SpecifierSet> alternatives;
  bool admits_all = false;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('|', begin), text.size());
    std::vector<std::string> members;
    for (std::size_t at = begin; at <= end;) {
      const std::size_t stop = std::min(text.find(',', at), end);
      Result<std::string> member = one_version(text.substr(at, stop - at));
      if (!member) return member.error();
      if (!member->empty()) members.push_back(std::move(*member));
      at = stop + 1;
    }
    Result<SpecifierSet> set = SpecifierSet::parse(fmt::format("{}", fmt::join(members, ",")));
    if (!set) return set.error();
    admits_all = admits_all || set->empty();
    alternatives.push_back(std::move(*set));
    begin = end + 1;
  }
  if (admits_all) alternatives.clear();
  return alternatives;
}

// `version='>=1,<2'` of `name[version='>=1,<2', build=x]`; empty if brackets say nothing of
// versions.
std::string_view version_in_brackets(std::string_view brackets) {
  const std::size_t key = brackets.find("version");
  if (key == std::string_view::npos) return {};
  const std::size_t open = brackets.find_first_of("'\"", key);
  if (open == std::string_view::npos) {
    const std::size_t equals = brackets.find('=', key);
    return equals == std::string_view::npos
               ? std::string_view()
               : brackets.substr(equals + 1, brackets.find(',', equals) - equals - 1);
  }
  const std::size_t close = brackets.find(brackets[open], open + 1);
  return close == std::string_view::npos ? std::string_view()
                                         : brackets.substr(open + 1, close - open - 1);
}

// What is left of a specification behind the name, as text for parse_versions(): `=1.2=build`,
// ` 1.2 build`.
std::string version_text(std::string_view rest) {
  rest = trim_space(rest);
  if (rest.starts_with('['))
    return std::string(version_in_brackets(rest.substr(0, rest.find(']'))));
  rest = rest.substr(0, rest.find('['));
  rest = trim_space(rest);
  // A single `=` in front: prefix match, unless a build follows, as in `=1.2=py39_0`.
  if (rest.starts_with('=') && !rest.starts_with("==")) {
    const std::size_t build = rest.find('=', 1);
    if (build != std::string_view::npos && !is_operator(rest[build - 1]))
      return std::string(rest.substr(1, build - 1));
    const std::size_t blank = rest.find(' ');
    if (blank != std::string_view::npos && blank != 1)
      return std::string(rest.substr(1, blank - 1));
    return std::string(rest);
  }
  // `1.2 build`, but `>=1, <2` and `>= 1` stay whole.
  std::string text;
  for (std::size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] != ' ') {
      text += rest[i];
      continue;
    }
    const bool goes_on =
        text.empty() || is_operator(text.back()) || text.back() == ',' || text.back() == '|';
    const std::size_t next = rest.find_first_not_of(' ', i);
    if (next == std::string_view::npos) break;
    if (!goes_on && rest[next] != ',' && rest[next] != '|') break;
    i = next - 1;
  }
  return text;
}

}  // namespace

Result<CondaPackage> parse_conda_package(std::string_view text) {
  std::string_view rest = trim_space(text);
  if (const std::size_t channel = rest.rfind("::"); channel != std::string_view::npos)
    rest.remove_prefix(channel + 2);
  const auto name_end = std::ranges::find_if_not(rest, is_name_character);
  CondaPackage package;
  package.name = rest.substr(0, static_cast<std::size_t>(name_end - rest.begin()));
  std::ranges::transform(package.name, package.name.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  rest.remove_prefix(package.name.size());
  const bool goes_on =
      rest.empty() || rest.front() == ' ' || rest.front() == '[' || is_operator(rest.front());
  if (package.name.empty() || !goes_on) return not_a_package(text);
  Result<std::vector<SpecifierSet>> versions = parse_versions(version_text(rest));
  if (!versions) {
    Error error = not_a_package(text);
    error.causes.push_back(versions.error().message);
    return error;
  }
  package.any_of = std::move(*versions);
  return package;
}

std::string pypi_name(std::string_view conda_name,
                      const std::map<std::string, std::string>& names) {
  for (const auto& [conda, pypi] : names) {
    if (normalize_name(conda) == normalize_name(conda_name)) return normalize_name(pypi);
  }
  const std::string name = normalize_name(conda_name);
  const auto* const known = std::ranges::find(kNames, std::string_view(name), &CondaName::conda);
  return known == kNames.end() ? name : std::string(known->pypi);
}

}  // namespace pincompile
