// Levenshtein distance, for "did you mean".
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace pincompile {

/// Insertions, deletions and substitutions of bytes that turn `a` into `b`.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `known` at distance `most` or less; the first among equals; nullopt if none is.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known,
                                        std::size_t most = 2);

}  // namespace pincompile
