// Bounds that do not admit the version are replaced one by one; the others stay as they are.
// SPDX-License-Identifier: MIT
#include "resolution/line_edit.h"

#include <algorithm>

#include <fmt/format.h>

namespace pincompile {
namespace {

std::string cut_release(const Version& version, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i < length && i < version.release_length(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : ".", version.release(i));
  }
  return text;
}

/// `X.Y` bumped at its last number: `1.26.20` at two numbers gives `1.27`.
std::string next_release(const Version& version, std::size_t length) {
  std::string text;
  for (std::size_t i = 0; i + 1 < length; ++i) text += fmt::format("{}.", version.release(i));
  return text + fmt::format("{}", version.release(length - 1) + 1);
}

/// Numbers that a bound bothers to state: one of `<3.0.0`, two of `<1.25`.
std::size_t stated_length(const Version& bound) {
  std::size_t length = bound.release_length();
  while (length > 1 && bound.release(length - 1) == 0) --length;
  return length;
}

/// The specifier that replaces one which does not admit `version`; empty: it goes without.
std::string loosened(const Specifier& specifier, const Version& version) {
  const auto bound = Version::parse(specifier.version_text());
  if (!bound) return {};
  const std::size_t length = bound->release_length();
  const bool plain = !version.is_prerelease();
  switch (specifier.op()) {
    case Specifier::Operator::kLess:
      return plain ? "<" + next_release(version, stated_length(*bound))
                   : "<=" + version.to_string();
    case Specifier::Operator::kLessEqual:
      return "<=" + version.to_string();
    case Specifier::Operator::kGreater:
    case Specifier::Operator::kGreaterEqual:
      return ">=" +
             (plain ? cut_release(version, std::max<std::size_t>(length, 2)) : version.to_string());
    case Specifier::Operator::kEqual:
      if (specifier.is_wildcard() && plain) return "==" + cut_release(version, length) + ".*";
      return "==" + version.to_string();
    case Specifier::Operator::kCompatible:
      return plain && length > 1 ? "~=" + cut_release(version, length) : "==" + version.to_string();
    case Specifier::Operator::kNotEqual:
      return {};
    case Specifier::Operator::kArbitrary:
      return "===" + version.to_string();
  }
  return {};
}

}  // namespace

std::string requirement_text(const Requirement& requirement) {
  std::string text = requirement.name;
  for (std::size_t i = 0; i < requirement.extras.size(); ++i) {
    text += (i == 0 ? "[" : ",") + requirement.extras[i];
  }
  if (!requirement.extras.empty()) text += "]";
  const auto& specifiers = requirement.specifiers.specifiers();
  for (std::size_t i = 0; i < specifiers.size(); ++i) {
    text += (i == 0 ? "" : ",") + specifiers[i].to_string();
  }
  return text;
}

std::optional<LineEdit> edit_for(const InputRequirement& line, const Version& version) {
  if (line.kind != InputRequirement::Kind::kIndex) return std::nullopt;
  LineEdit edit{line};
  std::string specifiers;
  for (const Specifier& specifier : line.requirement.specifiers.specifiers()) {
    std::string kept = specifier.to_string();
    if (!specifier.contains(version)) {
      kept = loosened(specifier, version);
      const auto bound = Version::parse(specifier.version_text());
      edit.goes_back = edit.goes_back || (bound && version < *bound);
    }
    if (!kept.empty()) specifiers += (specifiers.empty() ? "" : ",") + kept;
  }
  auto changed = SpecifierSet::parse(specifiers);
  if (!changed || !changed->contains(version)) return std::nullopt;
  edit.line.requirement.specifiers = *std::move(changed);
  edit.line.any_of.clear();
  edit.line.text = requirement_text(edit.line.requirement);
  if (edit.line == line) return std::nullopt;
  return edit;
}

}  // namespace pincompile
