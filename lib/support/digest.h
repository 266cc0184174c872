// SHA-256, and Id64: its first 8 bytes, the process-independent name of a text.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pincompile {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view bytes);

/// First 8 bytes of the sha256 of a text, big-endian. The same in every process; nobody can aim a
/// collision at somebody else's text for less than 2^32 work per target pair.
using Id64 = std::uint64_t;
Id64 id64(std::string_view text);

/// Lower-case hexadecimal digits.
std::string to_hex(const Sha256& digest);
/// From 64 hexadecimal digits of either case; nullopt otherwise.
std::optional<Sha256> sha256_from_hex(std::string_view hex);

}  // namespace pincompile
