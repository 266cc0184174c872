// Rounds: which facts the current model still needs, and which to ask for along with them
// (solver.md 6.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "solver/demand.h"
#include "solver/problem.h"

namespace pincompile::solver {

class Rounds {
 public:
  Rounds(const Budget& budget, Objective objective, Search& search, Problem& problem)
      : budget_(budget), objective_(objective), search_(search), problem_(problem) {}

  const Demand& demand() const { return demand_; }
  bool is_open() const { return open_; }
  void clear();
  /// Adds to the next demand.
  void want(PackageId page);
  void want(Choice metadata);
  /// Adds metadata whatever becomes of it: no other rank of the package is asked for along with it.
  void want_alone(Choice metadata);

  /// Adds the pages of the packages that lines name.
  void collect_lines();
  /// Adds metadata of selected ranks and pages of packages that they require.
  void collect_model(std::span<const Choice> selection);

  bool has_wants() const { return !demand_.pages.empty() || !demand_.must.empty(); }
  /// Turns what was added into a demand; false: nothing was added, or the fetch budget is spent.
  bool open();
  bool is_spent() const { return spent_; }
  void forget_spent() { spent_ = false; }
  void answered();

 private:
  /// Ranks of a package that one model had left.
  struct Left {
    PackageId package;
    std::vector<Word> ranks;
  };
  bool walks(PackageId p) const { return p.value() < demands_.size() && demands_[p.value()] > 1; }
  void note_left(PackageId p);
  bool is_passing(const TrailEntry& entry) const;
  std::vector<Rank> unasked_below(Choice demanded) const;
  bool spread(Choice demanded);
  void follow_walks();
  void decide_early(PackageId p);
  void add_likely(Choice demanded, std::uint32_t demands);

  const Budget& budget_;
  const Objective objective_;
  Search& search_;
  Problem& problem_;
  Demand demand_;
  std::vector<std::uint32_t> demands_;  // per package: how often its metadata was demanded
  std::vector<Left> left_;              // of packages whose metadata is demanded again
  std::vector<PackageId> walkers_;      // decided early, the latest first
  bool open_ = false, spent_ = false, alone_ = false;
};

}  // namespace pincompile::solver
