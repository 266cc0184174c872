// Walks: packages whose own facts rule out rank after rank, and what is asked for along with their
// next one, to save rounds (solver.md 6.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/demand.h"
#include "solver/problem.h"

namespace pincompile::solver {

class Walks {
 public:
  Walks(Objective objective, Search& search, Problem& problem)
      : objective_(objective), search_(search), problem_(problem) {}

  /// Forgets the walks of the last model, but not how often metadata was demanded.
  void clear() {
    walks_.clear();
    firsts_.clear();
  }
  /// Metadata that the model on the trail lacks; `selection` is that model.
  void note(Choice demanded, std::span<const Choice> selection);
  /// Counts what is demanded, adds what is likely to be demanded next, and puts packages that walk
  /// for long in front of the decisions. At level 0.
  void follow(Demand& demand);

 private:
  struct Walk {
    PackageId package;
    std::vector<Word> left;                // what the rest of the model leaves to it
    std::vector<Rank> next = {};           // of these, what nobody has asked for
    bool ends = false;                     // all of them are asked for at once
    std::vector<Choice> dependents = {};   // selected, require it, took ranks away
    std::vector<PackageId> partners = {};  // took ranks away, not selected
  };
  std::uint32_t demands(PackageId p) const {
    return p.value() < demands_.size() ? demands_[p.value()] : 0;
  }
  std::uint32_t count(PackageId p);
  bool is_passing(const TrailEntry& entry) const;
  bool fails_itself(const TrailEntry& entry) const;
  bool failed_itself(PackageId p) const;
  void note_narrowing(const TrailEntry& entry, Walk& walk) const;
  void note_strictest(std::span<const Choice> selection, Walk& walk) const;
  void note_reason(const TrailEntry& entry, Walk& walk) const;
  const Walk* walk_of(PackageId p) const;
  bool is_held_out(PackageId p, Rank rank) const;
  std::vector<Rank> unasked_below(Choice demanded, const Word* among) const;
  std::vector<Rank> unknown_from(PackageId p, std::uint32_t value, std::size_t most) const;
  bool spread(Choice demanded, Demand& demand);
  void add_batch(const Walk& walk, Demand& demand) const;
  void add_partners(const Walk& walk, Demand& demand);
  void add_dependents(const Walk& walk, Demand& demand);
  void add_walker(PackageId p, std::uint32_t value, std::size_t most, Demand& demand);
  bool decide_early(PackageId p);

  const Objective objective_;
  Search& search_;
  Problem& problem_;
  std::vector<std::uint32_t> demands_;  // per package: how often its metadata was demanded
  std::vector<Walk> walks_;             // of the models
  std::vector<PackageId> firsts_;       // demanded by a query that decides them first
  std::vector<PackageId> early_;        // decided early, the latest first
};

}  // namespace pincompile::solver
