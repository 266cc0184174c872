// Rounds: which facts the current model still needs, and which to ask for along with them
// (solver.md 6.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "solver/demand.h"
#include "solver/problem.h"
#include "solver/walks.h"

namespace pincompile::solver {

class Rounds {
 public:
  Rounds(const Budget& budget, Objective objective, Search& search, Problem& problem)
      : budget_(budget), search_(search), problem_(problem), walks_(objective, search, problem) {}

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
  /// Adds metadata of selected ranks and pages of packages that they require; whether the model
  /// lacks any. Of models that lack several ranks of a package the first one's is asked for.
  bool collect_model(std::span<const Choice> selection);

  bool has_wants() const { return !demand_.pages.empty() || !demand_.must.empty(); }
  /// Turns what was added into a demand; false: nothing was added, or the fetch budget is spent.
  bool open();
  bool is_spent() const { return spent_; }
  void forget_spent() { spent_ = false; }
  /// No more facts are to be had: what was added is dropped, as if the fetch budget were spent.
  void refuse() {
    spent_ = true;
    answered();
  }
  void answered();

 private:
  const Budget& budget_;
  Search& search_;
  Problem& problem_;
  Demand demand_;
  Walks walks_;
  bool open_ = false, spent_ = false, alone_ = false;
};

}  // namespace pincompile::solver
