// Decisions (solver.md 5.4). STATIC: order of first mention, best value first. FOCUS: highest
// activity, the incumbent's value if it is still possible. Only required packages are ever decided.
// SPDX-License-Identifier: MIT
#include "solver/search.h"

namespace pincompile::solver {

PackageId Search::pick() {
  const PackageId wanted = limits_.first;
  if (!wanted.is_none() && domains_.knows(wanted) && domains_.undecided(wanted) &&
      domains_.required(wanted)) {
    return wanted;
  }
  return focused_ ? most_active() : domains_.first_candidate();
}

// Most packages never meet a conflict: of those without activity the first turn counts, as among
// equals.
PackageId Search::most_active() {
  PackageId best;
  std::uint64_t most = 0;
  for (const PackageId p : active_) {
    const std::uint64_t activity = activity_[p.value()];
    if (activity == 0 || activity < most || !domains_.is_candidate(p)) continue;
    if (activity == most && domains_.turn(best) < domains_.turn(p)) continue;
    best = p;
    most = activity;
  }
  return best.is_none() ? domains_.first_candidate() : best;
}

std::uint32_t Search::value_for(PackageId p) const {
  if (focused_ && p != limits_.first && preferred_ != nullptr && p.value() < preferred_->size()) {
    const Rank rank = (*preferred_)[p.value()];
    if (rank != kNoRank && has(domains_.current(p), rank)) return rank;
  }
  for (const auto& [package, values] : tried_first_) {
    if (package != p || disjoint(domains_.current(p), values.data(), domains_.width(p))) continue;
    return first_common(domains_.current(p), values.data(), domains_.width(p));
  }
  return domains_.best(p);
}

bool Search::decide() {
  const PackageId p = pick();
  if (p.is_none()) return false;
  ++counters_.decisions;
  const std::uint32_t value = value_for(p);
  domains_.open_level();
  clear(scratch_.data(), domains_.width(p));
  put(scratch_.data(), value);
  narrow(p, scratch_.data(), {Reason::Kind::kDecision, 0});
  return true;
}

}  // namespace pincompile::solver
