// The ideal walk: bases of all packages, by following the newest releases and believing their caps
// (solver.md 7.2). Also start(d), the youngest rank of a direct package that the problem allows at
// all.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <vector>

#include "solver/staleness.h"

namespace pincompile::solver {

class IdealWalk {
 public:
  IdealWalk(Context& context, Staleness& staleness) : context_(context), staleness_(staleness) {}

  Ask next_query(SearchLimits& limits);
  void on_answer(Verdict verdict);
  /// False: a query or the walk ran out of budget, so bases are only best-known.
  bool is_exact() const { return exact_; }

 private:
  enum class Phase : std::uint8_t { kBegin, kStarts, kWalk, kDone };
  void begin();
  bool ask_start();
  void close_start(bool proven);
  bool walk();
  bool visit(PackageId node);
  bool lacks_facts();
  void believe(PackageId node, Rank rank);
  void cut(PackageId q, std::span<const Requirement> requirements);
  struct Possible {
    std::vector<Word> ranks = {};
    Rank youngest = kNoRank;
  };
  Possible& possible(PackageId base);
  void set_possible(PackageId base, std::vector<Word> ranks);
  Rank youngest_possible(PackageId base) { return possible(base).youngest; }
  void see_model();

  Context& context_;
  Staleness& staleness_;
  Phase phase_ = Phase::kBegin;
  bool exact_ = true;
  std::vector<Rank> model_;        // the incumbent before the walk
  std::vector<PackageId> direct_;  // without extras
  std::vector<Rank> seen_;         // youngest rank of each in any model
  std::vector<bool> closed_;       // nothing younger is possible
  std::size_t at_ = 0;
  std::vector<Possible> possible_;  // W per package; empty = not asked for so far
  std::deque<PackageId> layer_, next_;
  std::vector<bool> met_;
};

}  // namespace pincompile::solver
