// PEP 440 specifiers and sets of them: parsing, printing, membership on key bytes.
// Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
// SPDX-License-Identifier: MIT
#include "pincompile/specifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "packaging/character_class.h"
#include "packaging/key_bytes.h"
#include "packaging/release_prefix.h"
#include "packaging/specifier_access.h"
#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

using Operator = Specifier::Operator;

struct OperatorText {
  std::string_view text;
  Operator op;
};
// Longest first.
constexpr std::array<OperatorText, 8> kOperators = {{{"===", Operator::kArbitrary},
                                                     {"==", Operator::kEqual},
                                                     {">=", Operator::kGreaterEqual},
                                                     {"<=", Operator::kLessEqual},
                                                     {"!=", Operator::kNotEqual},
                                                     {"~=", Operator::kCompatible},
                                                     {"<", Operator::kLess},
                                                     {">", Operator::kGreater}}};

const OperatorText* operator_at(std::string_view text) {
  const auto found = std::ranges::find_if(
      kOperators, [&](const OperatorText& known) { return text.starts_with(known.text); });
  return found == kOperators.end() ? nullptr : &*found;
}

Error broken(std::string_view text, std::string_view expected, std::size_t position) {
  const std::string_view rest = text.substr(std::min(position, text.size()), 40);
  Error error{
      ErrorKind::kParse,
      fmt::format("\"{}\" is not a version specifier: expected {}, found {}", text.substr(0, 80),
                  expected, rest.empty() ? "the end" : fmt::format("\"{}\"", rest))};
  error.where.push_back({"", 0, static_cast<std::uint32_t>(position + 1), ""});
  return error;
}

bool is_arbitrary_text(std::string_view text) {
  for (; !text.empty(); text.remove_prefix(1)) {
    if (text.front() == ';' || text.front() == ')' || leading_space(text) > 0) return false;
  }
  return true;
}

// 0-based.
std::size_t column_of(const Error& error) {
  return error.where.empty() ? 0 : error.where.front().column - 1;
}

bool is_release_alone(const Version& version) {
  return key_view(version).size() == release_prefix(version, 0).bytes.size() + 1 &&
         !version.is_devrelease();
}

// What the grammar forbids behind an operator, beyond being a version; empty if it is right.
std::string_view complaint(Operator op, const Version& version, std::string_view written,
                           bool wildcard) {
  const bool equality = op == Operator::kEqual || op == Operator::kNotEqual;
  if (wildcard && !equality) return "no .* behind this operator";
  if (wildcard && strip_space(written).size() != written.size()) return "no space before .*";
  if (wildcard && !is_release_alone(version)) return "only release numbers before .*";
  if (!equality && version.has_local()) return "no local version (+...) behind this operator";
  if (op == Operator::kCompatible && version.release_length() < 2)
    return "at least two release numbers behind ~=";
  return {};
}

// The public part of a key with its final token taken off: `1.0` -> release, `1.0.post1` -> up
// to 1.
std::string_view without_end(std::string_view key) { return key.substr(0, key.size() - 1); }

bool ends_with_dev(const Version& version) { return version.is_devrelease(); }

bool below(std::string_view key, const Version& bound_version) {
  const auto bound = key_view(bound_version);
  if (key >= bound) return false;
  return bound_version.is_prerelease() || !key.starts_with(without_end(bound));
}

bool above(std::string_view key, const Version& bound_version) {
  const auto bound = key_view(bound_version);
  if (key <= bound || key.starts_with(bound)) return false;
  if (ends_with_dev(bound_version)) return true;
  const auto stem = without_end(bound);
  return !key.starts_with(stem) ||
         static_cast<unsigned char>(key[stem.size()]) >= key_token::kAfterPost;
}

bool equal(std::string_view key, const Version& bound_version) {
  const auto bound = key_view(bound_version);
  return bound_version.has_local() ? key == bound : key.starts_with(bound);
}

}  // namespace

Result<Specifier> Specifier::parse(std::string_view text) {
  const std::string_view stripped = strip_space(text);
  const OperatorText* const found = operator_at(stripped);
  if (found == nullptr) return broken(text, "one of == != <= >= < > ~= ===", 0);
  std::string_view written = strip_space(stripped.substr(found->text.size()));
  Specifier specifier;
  specifier.op_ = found->op;
  if (found->op == Operator::kArbitrary) {
    if (!is_arbitrary_text(written)) return broken(text, "a text without spaces, ; and )", 0);
    auto version = Version::parse(written);
    specifier.has_version_ = version.has_value();
    if (version) specifier.version_ = std::move(*version);
  } else {
    specifier.wildcard_ = written.ends_with(".*");
    if (specifier.wildcard_) written.remove_suffix(2);
    const auto position = static_cast<std::size_t>(written.data() - text.data());
    auto version = Version::parse(written);
    if (!version) return broken(text, "a version", position + column_of(version.error()));
    const auto wrong = complaint(found->op, *version, written, specifier.wildcard_);
    if (!wrong.empty()) return broken(text, wrong, position);
    specifier.version_ = std::move(*version);
  }
  specifier.text_ = written;
  return specifier;
}

std::string Specifier::to_string() const {
  std::string out(op_text());
  out += text_;
  if (wildcard_) out += ".*";
  return out;
}

Specifier::Operator Specifier::op() const { return op_; }

std::string_view Specifier::op_text() const {
  return std::ranges::find(kOperators, op_, &OperatorText::op)->text;
}

std::string_view Specifier::version_text() const { return text_; }
bool Specifier::is_wildcard() const { return wildcard_; }

bool Specifier::contains(const Version& version, std::string_view spelling) const {
  const auto key = key_view(version);
  switch (op_) {
    case Operator::kEqual:
      return wildcard_ ? release_prefix(version_, 0).matches(key) : equal(key, version_);
    case Operator::kNotEqual:
      return !(wildcard_ ? release_prefix(version_, 0).matches(key) : equal(key, version_));
    case Operator::kLessEqual:
      return key <= key_view(version_) || key.starts_with(key_view(version_));
    case Operator::kGreaterEqual:
      return key >= key_view(version_);
    case Operator::kLess:
      return below(key, version_);
    case Operator::kGreater:
      return above(key, version_);
    case Operator::kCompatible:
      return key >= key_view(version_) && release_prefix(version_, 1).matches(key);
    case Operator::kArbitrary:
      return arbitrary_equal(text_, spelling);
  }
  return false;
}

bool Specifier::contains(const Version& version) const {
  return contains(version, op_ == Operator::kArbitrary ? version.to_string() : std::string());
}

bool Specifier::names_prerelease() const {
  return op_ != Operator::kNotEqual && !wildcard_ && has_version_ && version_.is_prerelease();
}

bool operator==(const Specifier& a, const Specifier& b) {
  if (a.op_ != b.op_ || a.wildcard_ != b.wildcard_) return false;
  if (a.op_ == Operator::kArbitrary || a.wildcard_) return a.text_ == b.text_;
  return a.version_ == b.version_ && (a.op_ != Operator::kCompatible ||
                                      a.version_.release_length() == b.version_.release_length());
}

Result<SpecifierSet> SpecifierSet::parse(std::string_view text) {
  SpecifierSet set;
  std::size_t begin = 0;
  while (begin <= text.size()) {
    const std::size_t end = std::min(text.find(',', begin), text.size());
    const std::string_view member = text.substr(begin, end - begin);
    if (!strip_space(member).empty()) {
      auto specifier = Specifier::parse(member);
      if (!specifier) {
        Error error = std::move(specifier).error();
        error.where.front().column += static_cast<std::uint32_t>(begin);
        return error;
      }
      SpecifierAccess::add(set, std::move(*specifier));
    }
    begin = end + 1;
  }
  return set;
}

std::string SpecifierSet::to_string() const {
  if (specifiers_.size() == 1) return specifiers_.front().to_string();
  std::vector<std::string> texts;
  texts.reserve(specifiers_.size());
  for (const auto& specifier : specifiers_) texts.push_back(specifier.to_string());
  std::ranges::sort(texts);
  return fmt::format("{}", fmt::join(texts, ","));
}

const std::vector<Specifier>& SpecifierSet::specifiers() const { return specifiers_; }
bool SpecifierSet::empty() const { return specifiers_.empty(); }

bool SpecifierSet::contains(const Version& version) const {
  return std::ranges::all_of(specifiers_,
                             [&](const Specifier& member) { return member.contains(version); });
}

bool SpecifierSet::contains(const Version& version, std::string_view spelling) const {
  return std::ranges::all_of(
      specifiers_, [&](const Specifier& member) { return member.contains(version, spelling); });
}

bool SpecifierSet::contains_text(std::string_view text) const {
  const auto version = Version::parse(text);
  if (version) return contains(*version, text);
  return std::ranges::all_of(specifiers_, [&](const Specifier& member) {
    return member.op() == Operator::kArbitrary && arbitrary_equal(member.version_text(), text);
  });
}

bool SpecifierSet::is_pin() const {
  if (specifiers_.size() != 1) return false;
  const auto& only = specifiers_.front();
  return only.op() == Operator::kArbitrary ||
         (only.op() == Operator::kEqual && !only.is_wildcard());
}

bool SpecifierSet::names_prerelease() const {
  return std::ranges::any_of(specifiers_,
                             [](const Specifier& member) { return member.names_prerelease(); });
}

SpecifierSet SpecifierSet::intersect(const SpecifierSet& other) const {
  SpecifierSet both = *this;
  for (const auto& specifier : other.specifiers_) SpecifierAccess::add(both, specifier);
  return both;
}

bool operator==(const SpecifierSet& a, const SpecifierSet& b) {
  return a.specifiers_.size() == b.specifiers_.size() &&
         std::ranges::all_of(a.specifiers_, [&](const Specifier& member) {
           return std::ranges::find(b.specifiers_, member) != b.specifiers_.end();
         });
}

}  // namespace pincompile
