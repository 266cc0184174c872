// SetPool: where the sets of clauses live. Sets of requirements are hash-consed and immutable; sets
// of learned clauses and growable sets are private to their clause. A set is an offset; its width
// is known from its package.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "solver/flat_index.h"
#include "support/words.h"

namespace pincompile::solver {

using SetOffset = std::uint32_t;

class SetPool {
 public:
  explicit SetPool(std::uint64_t hash_seed) : interned_(hash_seed) {}

  /// Equal sets of equal width have equal offsets.
  SetOffset intern(const Word* set, std::uint32_t width);
  /// A private set with undefined words. Pointers into the pool do not survive.
  SetOffset allocate(std::uint32_t width);
  void release(SetOffset set, std::uint32_t width) {
    words_[set] = free_[width];  // the list of free sets runs through their first words
    free_[width] = set;
  }

  const Word* at(SetOffset set) const { return words_.data() + set; }
  Word* at(SetOffset set) { return words_.data() + set; }

 private:
  struct Interned {
    SetOffset set;
    std::uint32_t width;
  };
  std::vector<Word> words_;
  std::vector<Interned> sets_;
  FlatIndex interned_;
  static constexpr SetOffset kNoSet = 0xFFFFFFFF;
  std::vector<SetOffset> free_;  // by width: first of the list, or kNoSet
};

}  // namespace pincompile::solver
