// Order-preserving bytes of a PEP 440 version: unsigned byte order of keys is version order, equal
// versions have equal keys. Read by records and specifier ranges, so that no text is compared
// there. Source: https://peps.python.org/pep-0440/
// SPDX-License-Identifier: MIT
//
// Layout: [0xF8 epoch]? release-number* ( dev-only | pre-release | final | post-release ), where
//   number  0x10..0xDF one byte, 0..207; 0xE0..0xEF two bytes, 208..4303; 0xF0..0xF6 and 2..8
//           big-endian bytes; 0xF7, the count of digits as a number, the decimal digits
//   token   0x01 dev N, 0x02 a N, 0x03 b N, 0x04 rc N, 0x05 end, 0x06 post N
//   local   after the end: each part 0x07 text 0x01, or a number
// Trailing zeros of the release are dropped. A byte that starts a token or number is never 0, so a
// key padded with zeros compares like the key.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pincompile/version.h"

namespace pincompile {

/// First 16 bytes of a key, big-endian, padded with zeros.
struct Key16 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend auto operator<=>(const Key16&, const Key16&) = default;
};

/// The whole key.
///
/// version_key(1.2.0)  is  "\x11\x12\x05", as is version_key(1.2)
std::string version_key(const Version& version);

/// The same bytes without allocation; lives as long as `version`, which must not move.
std::string_view key_view(const Version& version);

/// Its first 16 bytes; no allocation.
Key16 key16(const Version& version);
/// Its bytes beyond the first 16, usually none; no allocation. Lives as long as `version`.
std::string_view key_tail(const Version& version);

/// First 16 bytes of any key or interval bound.
Key16 key16(std::string_view key);
/// Bytes beyond the first 16.
inline std::string_view key_tail(std::string_view key) {
  return key.size() > 16 ? key.substr(16) : std::string_view();
}

/// Order of two keys given in two parts; equals the order of the whole keys. Also right where one
/// of them is an interval bound (specifier_ranges.h).
inline std::strong_ordering compare_keys(const Key16& a, std::string_view tail_a, const Key16& b,
                                         std::string_view tail_b) {
  if (const auto order = a <=> b; order != 0) return order;
  return tail_a.compare(tail_b) <=> 0;
}

/// Whether a version with this key is a pre-release (a, b, rc or dev). Any bytes are accepted.
bool key_is_prerelease(std::string_view key);
/// Whether a version with this key has a local part. Any bytes are accepted.
bool key_has_local(std::string_view key);

/// The version of a key, without the trailing zeros the key does not hold; nullopt for bytes that
/// are no key.
std::optional<Version> version_from_key(std::string_view key);

}  // namespace pincompile
