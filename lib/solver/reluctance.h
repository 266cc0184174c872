// S0, feasibility: the first model, under guards that keep reluctant ranks (pre-releases) out
// unless they are permitted (solver.md 7.3). Guards are released, as few as possible, only if
// nothing holds with them.
// SPDX-License-Identifier: MIT
#pragma once

#include "solver/preferences.h"

namespace pincompile::solver {

class ReluctanceGuard : public SoftGuard {
 public:
  explicit ReluctanceGuard(const Context& context)
      : SoftGuard(TagKind::kReluctance, kReluctanceFrame), context_(context) {}
  bool allows(PackageId p, Rank rank) override {
    return is_free(p) || !context_.problem.is_reluctant(p, rank) ||
           context_.problem.is_permitted(p);
  }

 private:
  const Context& context_;
};

class Feasible : public QueryStage {
 public:
  Feasible(Context& context, ReluctanceGuard& guard);
  Ask next_query(SearchLimits& limits) override;
  void on_answer(Verdict verdict) override;

 private:
  Context& context_;
  LeastBroken released_;
};

}  // namespace pincompile::solver
