// Domains: the current set of values of each package, as a stack of words that grows with the trail
// and shrinks with backtracking. Also keeps which packages a decision may be taken on.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/trail.h"
#include "solver/word_sets.h"

namespace pincompile::solver {

class Domains {
 public:
  /// A package becomes a variable; level 0 only. `initial` has bit count set: absent is a value.
  void add(PackageId package, std::uint32_t count, const Word* initial);
  bool knows(PackageId package) const {
    return package.value() < current_.size() && current_[package.value()].width != 0;
  }
  std::size_t size() const { return current_.size(); }

  std::uint32_t count(PackageId p) const { return count_[p.value()]; }
  std::uint32_t width(PackageId p) const { return current_[p.value()].width; }
  const Word* initial(PackageId p) const { return words_.data() + initial_[p.value()]; }
  const Word* current(PackageId p) const { return words_.data() + current_[p.value()].begin; }
  const Word* at(std::uint32_t offset) const { return words_.data() + offset; }
  /// More than one value is left.
  bool undecided(PackageId p) const { return has_several(current(p), width(p)); }
  bool required(PackageId p) const { return !has(current(p), count(p)); }
  /// Best value still possible; count(p) stands for absent.
  std::uint32_t best(PackageId p) const { return first(current(p), width(p)); }
  /// dom(p) lies in `set` on level 0 already, so it always will.
  bool always_lies_in(PackageId p, const Word* set) const {
    return subset(words_.data() + ground_[p.value()], set, width(p));
  }

  const std::vector<TrailEntry>& trail() const { return trail_; }
  std::uint32_t last_entry(PackageId p) const { return last_[p.value()]; }
  std::uint32_t level() const { return static_cast<std::uint32_t>(level_begin_.size()); }
  void open_level() { level_begin_.push_back(static_cast<std::uint32_t>(trail_.size())); }
  void undo_to(std::uint32_t level);

  /// dom(p) = dom(p) and `set`, which must leave a value; false if nothing changes. `set` must not
  /// point into this object.
  bool narrow(PackageId p, const Word* set, Reason why);

  /// The trail position from which on dom(p) lies within `set`; kNoEntry if it always did. The
  /// current domain must lie within it.
  std::uint32_t satisfied_at(PackageId p, const Word* set) const {
    return satisfied_at(p, set, last_[p.value()]);
  }
  /// The same if it is known to lie within `set` after entry `from` of p.
  std::uint32_t satisfied_at(PackageId p, const Word* set, std::uint32_t from) const;

  /// Appends to the packages that decisions may be taken on.
  void mention(PackageId p);
  /// Packages in the order of first mention.
  const std::vector<PackageId>& mentioned() const { return mentioned_; }
  std::uint32_t position(PackageId p) const { return position_[p.value()]; }
  /// Order of decisions: a permutation of the packages mentioned. Later ones follow it.
  void set_turns(std::span<const PackageId> order);
  /// Candidates are required packages with more than one value.
  bool is_candidate(PackageId p) const {
    const std::uint32_t turn = turn_[p.value()];
    return turn != kNoEntry && (candidates_[turn / 64] >> (turn % 64) & 1) != 0;
  }
  /// The candidate whose turn comes first, or none.
  PackageId first_candidate();
  std::uint32_t turn(PackageId p) const { return turn_[p.value()]; }

 private:
  struct Span {
    std::uint32_t begin = 0, width = 0;
  };
  void grow_to(PackageId package);
  void update_candidate(PackageId p);

  std::vector<Word> words_;
  std::uint32_t top_ = 0;  // used words
  std::vector<Span> current_;
  std::vector<std::uint32_t> count_, initial_, last_, position_, turn_;
  std::vector<std::uint32_t> ground_;  // where the domain of level 0 begins
  std::vector<TrailEntry> trail_;
  std::vector<std::uint32_t> level_begin_;
  std::vector<Word> candidates_;  // bit set over turns
  std::uint32_t first_word_ = 0;  // no candidate stands before this word
  std::vector<PackageId> mentioned_, by_turn_;
};

}  // namespace pincompile::solver
