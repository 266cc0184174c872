// Domains: narrowing and undoing.
// SPDX-License-Identifier: MIT
#include "solver/domain.h"

#include <algorithm>

#include "support/require.h"

namespace pincompile::solver {

void Domains::grow_to(PackageId package) {
  const std::size_t size = package.value() + 1;
  if (current_.size() >= size) return;
  current_.resize(size);
  for (auto* column : {&count_, &initial_, &ground_}) column->resize(size);
  last_.resize(size, kNoEntry);
  position_.resize(size, kNoEntry);
  turn_.resize(size, kNoEntry);
}

void Domains::add(PackageId package, std::uint32_t count, const Word* initial) {
  PINCOMPILE_REQUIRE(level() == 0, "packages enter at level 0");
  grow_to(package);
  const std::size_t p = package.value();
  count_[p] = count;
  const std::uint32_t width = count / 64 + 1;
  if (words_.size() < top_ + width) words_.resize(2 * words_.size() + width + 1024);
  initial_[p] = ground_[p] = top_;
  current_[p] = {top_, width};
  copy(words_.data() + top_, initial, width);
  top_ += width;
  update_candidate(package);
}

bool Domains::narrow(PackageId package, const Word* set, Reason why) {
  const std::size_t p = package.value();
  const auto [begin, width] = current_[p];
  if (subset(words_.data() + begin, set, width)) return false;
  if (words_.size() < top_ + width) words_.resize(2 * words_.size() + width);
  const Word* before = words_.data() + begin;
  Word* after = words_.data() + top_;
  Word left = 0;
  for (std::uint32_t i = 0; i < width; ++i) {
    after[i] = before[i] & set[i];
    left |= after[i];
  }
  PINCOMPILE_REQUIRE(left != 0, "a narrowed domain is never empty");
  trail_.push_back({package, why, level(), begin, top_, last_[p]});
  last_[p] = static_cast<std::uint32_t>(trail_.size() - 1);
  current_[p].begin = top_;
  if (level() == 0) ground_[p] = top_;
  top_ += width;
  update_candidate(package);
  return true;
}

void Domains::undo_to(std::uint32_t to) {
  if (level() <= to) return;
  const std::uint32_t begin = level_begin_[to];
  for (std::size_t i = trail_.size(); i-- > begin;) {
    const TrailEntry& entry = trail_[i];
    const std::size_t p = entry.package.value();
    current_[p].begin = entry.before;
    last_[p] = entry.previous;
    top_ = entry.after;
    update_candidate(entry.package);
  }
  trail_.resize(begin);
  level_begin_.resize(to);
}

std::uint32_t Domains::satisfied_at(PackageId p, const Word* set, std::uint32_t from) const {
  const std::uint32_t width = current_[p.value()].width;
  std::uint32_t position = from;
  while (position != kNoEntry) {
    const TrailEntry& entry = trail_[position];
    if (!subset(words_.data() + entry.before, set, width)) return position;
    position = entry.previous;
  }
  return kNoEntry;
}

void Domains::mention(PackageId p) {
  grow_to(p);
  position_[p.value()] = turn_[p.value()] = static_cast<std::uint32_t>(mentioned_.size());
  mentioned_.push_back(p);
  by_turn_.push_back(p);
  candidates_.resize(words_for(mentioned_.size()));
  if (knows(p)) update_candidate(p);
}

void Domains::set_turns(std::span<const PackageId> order) {
  std::ranges::fill(candidates_, 0);
  first_word_ = 0;
  for (std::uint32_t turn = 0; turn < order.size(); ++turn) {
    by_turn_[turn] = order[turn];
    turn_[order[turn].value()] = turn;
  }
  for (const PackageId p : order) {
    if (knows(p)) update_candidate(p);
  }
}

void Domains::update_candidate(PackageId p) {
  const std::uint32_t turn = turn_[p.value()];
  if (turn == kNoEntry) return;
  const bool candidate = required(p) && undecided(p);
  Word& word = candidates_[turn / 64];
  const Word bit = Word{1} << (turn % 64);
  word = candidate ? word | bit : word & ~bit;
  if (candidate) first_word_ = std::min(first_word_, turn / 64);
}

// Between two decisions little changes, so the search goes on from where the last one ended.
PackageId Domains::first_candidate() {
  while (first_word_ < candidates_.size() && candidates_[first_word_] == 0) ++first_word_;
  if (first_word_ == candidates_.size()) return PackageId::none();
  const auto bit = static_cast<std::uint32_t>(std::countr_zero(candidates_[first_word_]));
  return by_turn_[64 * first_word_ + bit];
}

}  // namespace pincompile::solver
