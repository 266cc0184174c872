// PEP 440 version specifiers and comma-joined sets of them.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/version.h"

namespace pincompile {

/// One clause: an operator and a version, such as `>=1.2`, `==1.*`, `===1.0-custom`.
class PINCOMPILE_API Specifier {
 public:
  /// PEP 440's comparison operators.
  enum class Operator : std::uint8_t {
    kCompatible,
    kEqual,
    kNotEqual,
    kLessEqual,
    kGreaterEqual,
    kLess,
    kGreater,
    kArbitrary
  };

  /// `>=1.2`. errors kParse.
  static Result<Specifier> parse(std::string_view text);
  std::string to_string() const;  ///< without spaces, version as written

  /// Which comparison.
  Operator op() const;
  std::string_view op_text() const;       ///< `~=`, `==`, ...
  std::string_view version_text() const;  ///< as written, without a final `.*`
  bool is_wildcard() const;               ///< `==1.*`, `!=1.*`

  /// Plain membership: pre-releases count like any other version (the preference for finals is the
  /// resolver's). `===` compares texts, ASCII case-insensitively: give the version's spelling.
  bool contains(const Version& version, std::string_view spelling) const;
  /// Whether a version meets it, pre-releases like any other.
  bool contains(const Version& version) const;
  /// Names a pre-release; never `!=`, `==X.*`.
  bool names_prerelease() const;

  /// `==1.0` equals `==1.0.0`, but `~=1.0` and `==1.0.*` keep their zeros; `===` compares texts.
  PINCOMPILE_API friend bool operator==(const Specifier& a, const Specifier& b);

 private:
  friend struct SpecifierAccess;
  Specifier() = default;

  Operator op_ = Operator::kEqual;
  bool wildcard_ = false;
  bool has_version_ = true;  // false: `===` with a text that is no version
  Version version_;
  std::string text_;
};

/// Specifiers that must all hold; the empty set admits everything.
class PINCOMPILE_API SpecifierSet {
 public:
  /// Empty members (`>=1,,<2`, a final comma) are accepted.
  /// errors   kParse with the column of the broken member.
  static Result<SpecifierSet> parse(std::string_view text);
  /// Sorted by text, comma-joined, no spaces.
  std::string to_string() const;

  /// In order of writing, each once.
  const std::vector<Specifier>& specifiers() const;
  /// Admits every version.
  bool empty() const;
  /// Whether all of them hold. `spelling`: as the index has it, for `===`.
  bool contains(const Version& version) const;
  /// Whether all of them hold. `spelling`: as the index has it, for `===`.
  bool contains(const Version& version, std::string_view spelling) const;
  /// For texts that may be no version: those are only in sets of nothing but `===`.
  bool contains_text(std::string_view text) const;
  /// Exactly one member, `==` without wildcard or `===`: what a pin looks like.
  bool is_pin() const;
  /// Some member names a pre-release (never `!=`, `==X.*`).
  bool names_prerelease() const;
  /// Both sets' members.
  SpecifierSet intersect(const SpecifierSet& other) const;

  /// The same members, in any order.
  PINCOMPILE_API friend bool operator==(const SpecifierSet& a, const SpecifierSet& b);

 private:
  friend struct SpecifierAccess;
  std::vector<Specifier> specifiers_;
};

}  // namespace pincompile
