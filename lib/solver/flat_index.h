// FlatIndex: open addressing from a 64-bit hash to 32-bit positions; the owner compares the keys.
// Iteration order does not exist, so no decision can depend on it (solver.md 9).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

namespace pincompile::solver {

/// Mixes a key part into a hash (finaliser of SplitMix64).
inline std::uint64_t mix(std::uint64_t hash, std::uint64_t part) {
  hash = (hash ^ part) + 0x9E3779B97F4A7C15u;
  hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9u;
  hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EBu;
  return hash ^ (hash >> 31);
}

class FlatIndex {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  explicit FlatIndex(std::uint64_t seed = 0) : seed_(seed) {}
  std::uint64_t seed() const { return seed_; }

  /// Position with this hash for which `same(position)`, or kNone.
  template <class Same>
  std::uint32_t find(std::uint64_t hash, Same same) const {
    if (slots_.empty()) return kNone;
    for (std::size_t i = hash & mask();; i = (i + 1) & mask()) {
      const Slot& slot = slots_[i];
      if (slot.position == kNone) return kNone;
      if (slot.hash == hash && same(slot.position)) return slot.position;
    }
  }

  void insert(std::uint64_t hash, std::uint32_t position) {
    if (2 * (used_ + 1) > slots_.size()) grow();
    place(hash, position);
    ++used_;
  }

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t position = kNone;
  };
  std::size_t mask() const { return slots_.size() - 1; }
  void place(std::uint64_t hash, std::uint32_t position) {
    std::size_t i = hash & mask();
    while (slots_[i].position != kNone) i = (i + 1) & mask();
    slots_[i] = {hash, position};
  }
  void grow() {
    std::vector<Slot> old(slots_.empty() ? 256 : 2 * slots_.size());
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.position != kNone) place(slot.hash, slot.position);
    }
  }

  std::uint64_t seed_;
  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace pincompile::solver
