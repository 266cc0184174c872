// Reduction of the learned clauses: LBD up to 2 stays, up to 6 stays if used since the last
// reduction, of the rest the worse half goes; reasons never (tiers as in Glucose and CaDiCaL).
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/search.h"

namespace pincompile::solver {

void Search::reduce_if_due() {
  if (counters_.conflicts < next_reduction_) return;
  ++reductions_;
  next_reduction_ = counters_.conflicts + 2000 + 300 * reductions_;
  std::vector<bool> is_reason(clauses_.size());
  for (const TrailEntry& entry : domains_.trail()) {
    if (entry.reason.kind == Reason::Kind::kClause) is_reason[entry.reason.value] = true;
  }
  std::vector<ClauseId> weak;
  for (ClauseId id = 0; id < clauses_.size(); ++id) {
    Clause& clause = clauses_.at(id);
    if (!clause.learned || clause.deleted || is_reason[id] || clause.lbd <= 2) continue;
    if (clause.lbd > 6 || !clause.used) weak.push_back(id);
    clause.used = false;
  }
  std::ranges::stable_sort(weak, [&](ClauseId a, ClauseId b) {
    return std::pair(clauses_.at(a).lbd, clauses_.at(a).size) >
           std::pair(clauses_.at(b).lbd, clauses_.at(b).size);
  });
  weak.resize(weak.size() / 2);
  for (const ClauseId id : weak) clauses_.at(id).deleted = true;
  clauses_.purge(domains_);
}

}  // namespace pincompile::solver
