// Reduction of the learned clauses (tiers as in Glucose and CaDiCaL). LBD up to 2 stays, up to 4
// stays if used since the last reduction, of the rest the worse half goes; reasons never.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <tuple>

#include "solver/search.h"

namespace pincompile::solver {

void Search::reduce_if_due() {
  if (counters_.conflicts < next_reduction_) return;
  ++reductions_;
  next_reduction_ = counters_.conflicts + 500 + 100 * reductions_;
  is_reason_.assign(clauses_.size(), false);
  for (const TrailEntry& entry : domains_.trail()) {
    if (entry.reason.kind == Reason::Kind::kClause) is_reason_[entry.reason.value] = true;
  }
  weak_.clear();
  for (ClauseId id = 0; id < clauses_.size(); ++id) {
    Clause& clause = clauses_.at(id);
    if (!clause.learned || clause.deleted || is_reason_[id] || clause.lbd <= 2) continue;
    if (clause.lbd > 4 || !clause.used) weak_.push_back(id);
    clause.used = false;
  }
  const auto worse = [&](ClauseId a, ClauseId b) {
    const Clause &first = clauses_.at(a), &second = clauses_.at(b);
    return std::tuple(first.lbd, first.size, b) > std::tuple(second.lbd, second.size, a);
  };
  std::ranges::sort(weak_, worse);
  weak_.resize(weak_.size() / 2);
  for (const ClauseId id : weak_) clauses_.at(id).deleted = true;
  clauses_.purge(domains_);
}

}  // namespace pincompile::solver
