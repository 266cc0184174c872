// Set operations on arrays of 64-bit words, for sets of values of one package: bit i = rank i, bit
// count = absent. Most packages fit one word, so each loop starts with that case.
// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>

#include "support/words.h"

namespace pincompile::solver {

inline constexpr std::uint32_t kNoValue = 0xFFFFFFFF;

inline bool disjoint(const Word* a, const Word* b, std::uint32_t width) {
  if ((a[0] & b[0]) != 0) return false;
  for (std::uint32_t i = 1; i < width; ++i) {
    if ((a[i] & b[i]) != 0) return false;
  }
  return true;
}

inline bool subset(const Word* a, const Word* of, std::uint32_t width) {
  if ((a[0] & ~of[0]) != 0) return false;
  for (std::uint32_t i = 1; i < width; ++i) {
    if ((a[i] & ~of[i]) != 0) return false;
  }
  return true;
}

inline bool equal(const Word* a, const Word* b, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

inline bool empty(const Word* a, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) {
    if (a[i] != 0) return false;
  }
  return true;
}

inline bool has_several(const Word* a, std::uint32_t width) {
  if ((a[0] & (a[0] - 1)) != 0) return true;
  bool seen = a[0] != 0;
  for (std::uint32_t i = 1; i < width; ++i) {
    if (a[i] == 0) continue;
    if (seen || (a[i] & (a[i] - 1)) != 0) return true;
    seen = true;
  }
  return false;
}

/// Least value in both sets, or kNoValue.
inline std::uint32_t first_common(const Word* a, const Word* b, std::uint32_t width) {
  if (const Word both = a[0] & b[0]; both != 0) {
    return static_cast<std::uint32_t>(std::countr_zero(both));
  }
  for (std::uint32_t i = 1; i < width; ++i) {
    const Word both = a[i] & b[i];
    if (both != 0) return 64 * i + static_cast<std::uint32_t>(std::countr_zero(both));
  }
  return kNoValue;
}

inline std::uint32_t first(const Word* a, std::uint32_t width) { return first_common(a, a, width); }

inline std::uint32_t count_of(const Word* a, std::uint32_t width) {
  std::uint32_t count = 0;
  for (std::uint32_t i = 0; i < width; ++i)
    count += static_cast<std::uint32_t>(std::popcount(a[i]));
  return count;
}

inline bool has(const Word* a, std::uint32_t value) {
  return ((a[value / 64] >> (value % 64)) & 1) != 0;
}
inline void put(Word* a, std::uint32_t value) { a[value / 64] |= Word{1} << (value % 64); }
inline void drop(Word* a, std::uint32_t value) { a[value / 64] &= ~(Word{1} << (value % 64)); }

inline void copy(Word* to, const Word* from, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) to[i] = from[i];
}
inline void clear(Word* to, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) to[i] = 0;
}
inline void intersect(Word* to, const Word* with, std::uint32_t width) {
  for (std::uint32_t i = 0; i < width; ++i) to[i] &= with[i];
}

/// Calls `visit(value)` for each value, least first.
template <class Visit>
void for_each_value(const Word* a, std::uint32_t width, Visit visit) {
  for (std::uint32_t i = 0; i < width; ++i) {
    for (Word rest = a[i]; rest != 0; rest &= rest - 1) {
      visit(64 * i + static_cast<std::uint32_t>(std::countr_zero(rest)));
    }
  }
}

}  // namespace pincompile::solver
