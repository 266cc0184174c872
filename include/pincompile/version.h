// PEP 440 versions.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// A PEP 440 version: `[N!]N(.N)*[{a|b|rc}N][.postN][.devN][+local]`.
///
/// Regular and immutable; ordered as PEP 440 orders; `1.0` equals `1.0.0`.
class PINCOMPILE_API Version {
 public:
  /// Pre-release phases in order; kFinal is none.
  enum class Phase : std::uint8_t { kAlpha, kBeta, kReleaseCandidate };

  /// `0`.
  Version();

  /// Surrounding white space is allowed, also the spellings that PEP 440 normalises.
  /// errors   kParse: not a PEP 440 version.
  static Result<Version> parse(std::string_view text);

  /// Normalised spelling: trailing zeros of the release are kept. `1.0.RC1` gives `1.0rc1`.
  std::string to_string() const;

  bool is_prerelease() const;  ///< a, b, rc or dev
  /// Has a `.post` part.
  bool is_postrelease() const;
  /// Has a `.dev` part.
  bool is_devrelease() const;
  /// Has a `+local` part.
  bool has_local() const;
  /// Release number `i`, 0 beyond the last one: major, minor, patch. The largest value stands for
  /// all that do not fit.
  std::uint64_t release(std::size_t i) const;
  /// How many release numbers were written.
  std::size_t release_length() const;
  /// `N!N.N.N` only: without pre, post, dev and local parts.
  Version base() const;
  /// Without the local part.
  Version public_version() const;
  /// What follows `+`; empty without.
  std::string local() const;

  PINCOMPILE_API friend std::strong_ordering operator<=>(const Version& a, const Version& b);
  PINCOMPILE_API friend bool operator==(const Version& a, const Version& b);

 private:
  friend struct VersionAccess;

  // A version is its order-preserving key (lib/packaging/version_key.h) and what the key leaves
  // out.
  std::array<unsigned char, 16> head_{};  // first bytes of the key, padded with zeros
  std::uint32_t size_ = 0;                // of the key
  std::uint32_t trailing_zeros_ = 0;      // of the release, as written
  std::string long_key_;                  // the whole key if it does not fit into head_
};

}  // namespace pincompile
