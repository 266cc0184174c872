// Feasible: queries of S0.
// SPDX-License-Identifier: MIT
#include "solver/reluctance.h"

namespace pincompile::solver {

Feasible::Feasible(Context& context, ReluctanceGuard& guard) : context_(context), guard_(guard) {
  guard_.set_active(true);
}

Ask Feasible::next_query(SearchLimits& limits) {
  limits = {};
  if (context_.options.objective == Objective::kGreedy) limits.static_conflicts = ~std::uint64_t{0};
  return result_;
}

void Feasible::on_answer(Verdict verdict) {
  if (verdict == Verdict::kSat) result_ = Ask::kDone;
  if (verdict == Verdict::kUnsat) result_ = Ask::kUnsatisfiable;
  if (verdict == Verdict::kBudget) result_ = Ask::kNoSolution;
}

}  // namespace pincompile::solver
