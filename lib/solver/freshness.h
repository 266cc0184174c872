// S1, freshness: iterated worst bucket. The worst staleness is made as small as possible; who
// cannot go below it is frozen, so that one unavoidable cliff does not loosen everybody else
// (solver.md 7.4). First over the direct packages with a stricter lag, then over all.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/ideal_walk.h"

namespace pincompile::solver {

class Freshness : public QueryStage {
 public:
  Freshness(Context& context, Staleness& staleness, CapGuard& direct_caps, CapGuard& caps);
  Ask next_query(SearchLimits& limits) override;
  void on_answer(Verdict verdict) override;

 private:
  enum class Phase : std::uint8_t { kCheck, kWalk, kJoint, kEach, kDone };
  bool is_fresh(CapGuard& guard);
  void begin_pass(CapGuard& guard);
  void end_pass();
  std::uint32_t worst(CapGuard& guard);
  PackageId next_to_lower();
  void rebuild();
  void give_up();
  void on_joint(Verdict verdict);
  void on_each(Verdict verdict);
  void finish();

  Context& context_;
  Staleness& staleness_;
  CapGuard& direct_caps_;
  CapGuard& caps_;
  CapGuard* pass_ = nullptr;
  IdealWalk walk_;
  Phase phase_ = Phase::kCheck;
  std::uint32_t floor_;
  std::uint32_t level_ = 0;       // K
  PackageId cursor_, candidate_;  // last package lowered on this level; the one under trial
  bool failed_ = false;           // a joint query of the pass failed
};

}  // namespace pincompile::solver
