// FactLog: copies facts into blocks that never move.
// SPDX-License-Identifier: MIT
#include "solver/fact_log.h"

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace pincompile::solver {

namespace {
constexpr std::size_t kBlockWords = 4096;
}

template <class T>
std::span<const T> FactLog::keep(std::span<const T> items) {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= alignof(Word));
  if (items.empty()) return {};
  const std::size_t words = (items.size_bytes() + sizeof(Word) - 1) / sizeof(Word);
  if (used_ + words > capacity_) {
    capacity_ = std::max(kBlockWords, words);
    blocks_.push_back(std::make_unique_for_overwrite<Word[]>(capacity_));
    used_ = 0;
  }
  Word* place = blocks_.back().get() + used_;
  used_ += words;
  std::memcpy(place, items.data(), items.size_bytes());
  return {reinterpret_cast<const T*>(place), items.size()};
}

const Fact& FactLog::add(const Fact& fact) {
  facts_.push_back(fact);
  if (auto* page = std::get_if<PageFact>(&facts_.back())) {
    page->exclusion = keep(page->exclusion);
    page->age = keep(page->age);
    page->stamp = keep(page->stamp);
    page->reluctant = keep(page->reluctant);
  } else if (auto* dependencies = std::get_if<DependencyFact>(&facts_.back())) {
    dependencies->requirements = keep(dependencies->requirements);
  }
  return facts_.back();
}

}  // namespace pincompile::solver
