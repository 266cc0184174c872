// Sets of small numbers as spans of 64-bit words; bit i of word w stands for 64 * w + i.
// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <span>

namespace pincompile {

using Word = std::uint64_t;
using Bits = std::span<const Word>;

constexpr std::size_t words_for(std::size_t bit_count) { return (bit_count + 63) / 64; }

inline bool test_bit(Bits set, std::size_t i) { return ((set[i / 64] >> (i % 64)) & 1u) != 0; }
inline void set_bit(std::span<Word> set, std::size_t i) { set[i / 64] |= Word{1} << (i % 64); }
inline void clear_bit(std::span<Word> set, std::size_t i) { set[i / 64] &= ~(Word{1} << (i % 64)); }

}  // namespace pincompile
