// SetPool: hash-consing and free lists by width.
// SPDX-License-Identifier: MIT
#include "solver/set_pool.h"

#include "solver/word_sets.h"

namespace pincompile::solver {

SetOffset SetPool::intern(const Word* set, std::uint32_t width) {
  std::uint64_t hash = mix(interned_.seed(), width);
  for (std::uint32_t i = 0; i < width; ++i) hash = mix(hash, set[i]);
  const std::uint32_t found = interned_.find(hash, [&](std::uint32_t position) {
    const Interned& other = sets_[position];
    return other.width == width && equal(at(other.set), set, width);
  });
  if (found != FlatIndex::kNone) return sets_[found].set;
  const auto made = static_cast<SetOffset>(words_.size());
  words_.insert(words_.end(), set, set + width);
  interned_.insert(hash, static_cast<std::uint32_t>(sets_.size()));
  sets_.push_back({made, width});
  return made;
}

SetOffset SetPool::allocate(std::uint32_t width) {
  if (free_.size() <= width) free_.resize(width + 1, kNoSet);
  const SetOffset reused = free_[width];
  if (reused != kNoSet) {
    free_[width] = static_cast<SetOffset>(words_[reused]);
    return reused;
  }
  const auto made = static_cast<SetOffset>(words_.size());
  words_.resize(words_.size() + width);
  return made;
}

}  // namespace pincompile::solver
