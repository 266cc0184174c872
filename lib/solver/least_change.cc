// Targets and LeastChange: queries of S2 and S3.
// SPDX-License-Identifier: MIT
#include "solver/least_change.h"

#include <algorithm>

namespace pincompile::solver {

// New lines and named packages: direct ones in input order, then the others by name key.
void Targets::list_targets() {
  const Problem& problem = context_.problem;
  const auto is_named = [&](PackageId p) {
    return std::ranges::find(context_.targets, p) != context_.targets.end();
  };
  for (const PackageId p : problem.direct()) {
    if (problem.is_extra(p)) continue;
    if (problem.page(p).pin == kNoRank || is_named(p)) targets_.push_back(p);
  }
  const auto direct_end = static_cast<std::ptrdiff_t>(targets_.size());
  for (const PackageId p : context_.targets) {
    if (!problem.is_known(p) || problem.is_direct(p) || problem.is_extra(p)) continue;
    targets_.push_back(p);
  }
  std::sort(targets_.begin() + direct_end, targets_.end(),
            [&](PackageId a, PackageId b) { return problem.precedes(a, b); });
  targets_.erase(std::unique(targets_.begin(), targets_.end()), targets_.end());
}

Ask Targets::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kPages) {
    phase_ = Phase::kBegin;
    bool missing = false;
    for (const PackageId p : context_.targets) {
      missing = missing || !context_.problem.is_known(p);
      context_.rounds.want(p);
    }
    if (missing) return Ask::kFacts;
  }
  if (phase_ == Phase::kBegin) {
    list_targets();
    phase_ = Phase::kImprove;
    if (!targets_.empty()) descent_.start(targets_[0], !context_.problem.is_direct(targets_[0]));
  }
  while (at_ < targets_.size()) {
    if (descent_.next_query(limits) == Ask::kQuery) return Ask::kQuery;
    close();
    if (++at_ < targets_.size()) {
      descent_.start(targets_[at_], !context_.problem.is_direct(targets_[at_]));
    }
  }
  return Ask::kDone;
}

// The best value becomes a frame. Absent is as good as the best rank: an upgrade neither drops a
// package nor forces it in.
void Targets::close() {
  const PackageId p = targets_[at_];
  const Rank rank = context_.rank_of(p);
  const Tag tag{TagKind::kTarget, p.value()};
  if (!descent_.is_proven()) context_.open = true;
  context_.keep_certificate(p, descent_.core(), descent_.proof_step(), descent_.is_proven());
  if (context_.problem.is_direct(p)) return context_.push_range(p, rank, rank, tag);
  context_.push_range(p, 0, rank == kNoRank ? 0 : rank, tag, true);
}

LeastChange::LeastChange(Context& context, KeptPinGuard& guard)
    : context_(context), moved_(context, guard, true) {
  guard.set_frame(context.frame_count());
  guard.forget();
  guard.set_active(true);
  moved_.start_from_incumbent();
}

Ask LeastChange::next_query(SearchLimits& limits) {
  if (moved_.next_query(limits) == Ask::kQuery) return Ask::kQuery;
  Solution& solution = context_.solution;
  solution.moved_pins = moved_.broken();
  solution.least_change_weight = moved_.weight();
  solution.least_change_bound = moved_.bound();
  solution.least_change_proven = moved_.is_proven();
  if (!moved_.is_proven()) context_.open = true;
  return Ask::kDone;
}

}  // namespace pincompile::solver
