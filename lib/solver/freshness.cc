// Freshness: queries of S1.
// SPDX-License-Identifier: MIT
#include "solver/freshness.h"

#include <algorithm>

namespace pincompile::solver {

Freshness::Freshness(Context& context, Staleness& staleness, CapGuard& direct_caps, CapGuard& caps)
    : context_(context),
      staleness_(staleness),
      direct_caps_(direct_caps),
      caps_(caps),
      walk_(context, staleness),
      floor_(context.options.freshness_floor) {
  direct_caps_.reset(floor_);
  caps_.reset(floor_);
  direct_caps_.set_active(false);
  caps_.set_active(false);
}

// Every pin of the incumbent within the floor, even under provisional bases: nothing to improve.
bool Freshness::is_fresh(CapGuard& guard) { return worst(guard) <= floor_; }

std::uint32_t Freshness::worst(CapGuard& guard) {
  std::uint32_t worst = floor_;
  for (const PackageId p : context_.problem.in_order()) {
    const Rank rank = context_.rank_of(p);
    if (rank == kNoRank || context_.problem.is_extra(p) || !guard.binds(p)) continue;
    if (context_.problem.age(p, rank) == 0 || guard.is_frozen(p)) continue;
    if (!guard.within(p, rank, worst)) worst = guard.bucket(p, rank);
  }
  return worst;
}

Ask Freshness::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kCheck) {
    if (staleness_.is_provisional() && !context_.needs_bases && is_fresh(direct_caps_) &&
        is_fresh(caps_)) {
      finish();
    } else {
      phase_ = Phase::kWalk;
    }
  }
  if (phase_ == Phase::kWalk) {
    const Ask ask = walk_.next_query(limits);
    if (ask != Ask::kDone) return ask;
    context_.open = context_.open || !walk_.is_exact();
    begin_pass(direct_caps_);
  }
  limits = context_.query_limits();
  while (phase_ == Phase::kJoint || phase_ == Phase::kEach) {
    if (phase_ == Phase::kJoint) {
      if (level_ <= floor_) {
        end_pass();
        continue;
      }
      pass_->set_level(level_ - 1);
      rebuild();
      return Ask::kQuery;
    }
    candidate_ = next_to_lower();
    if (!candidate_.is_none()) {
      pass_->set_lowered(candidate_);
      rebuild();
      return Ask::kQuery;
    }
    pass_->set_level(--level_);
    pass_->set_lowered({});
    phase_ = Phase::kJoint;
  }
  return Ask::kDone;
}

void Freshness::begin_pass(CapGuard& guard) {
  pass_ = &guard;
  failed_ = false;
  level_ = worst(guard);
  guard.reset(level_);
  guard.set_active(true);
  rebuild();
  phase_ = Phase::kJoint;
}

void Freshness::end_pass() {
  rebuild();
  if (pass_ == &direct_caps_) return begin_pass(caps_);
  finish();
}

// The frame with the literals of all packages that the incumbent would break, or once did.
void Freshness::rebuild() {
  std::vector<PackageId> guarded;
  for (const PackageId p : context_.problem.in_order()) {
    if (!context_.problem.is_known(p) || context_.problem.is_extra(p)) continue;
    const Rank rank = context_.rank_of(p);
    if (pass_->is_guarded(p) || (rank != kNoRank && !pass_->allows(p, rank))) guarded.push_back(p);
  }
  context_.reset_frame(*pass_);
  for (const PackageId p : guarded) context_.add_guard(*pass_, p);
}

// The first package in ORDER behind the cursor that the incumbent has on this level.
PackageId Freshness::next_to_lower() {
  PackageId best;
  for (const PackageId p : context_.problem.in_order()) {
    const Rank rank = context_.rank_of(p);
    if (rank == kNoRank || context_.problem.is_extra(p) || !pass_->binds(p)) continue;
    if (pass_->is_frozen(p) || pass_->within(p, rank, level_ - 1)) continue;
    if (!cursor_.is_none() && !staleness_.precedes(cursor_, p)) continue;
    if (best.is_none() || staleness_.precedes(p, best)) best = p;
  }
  return best;
}

void Freshness::on_answer(Verdict verdict) {
  if (phase_ == Phase::kWalk) return walk_.on_answer(verdict);
  if (phase_ == Phase::kJoint) return on_joint(verdict);
  on_each(verdict);
}

void Freshness::on_joint(Verdict verdict) {
  if (verdict == Verdict::kSat) {
    level_ = worst(*pass_);
    pass_->set_level(level_);
    return;
  }
  pass_->set_level(level_);
  if (verdict == Verdict::kBudget) return give_up();
  if (!failed_ && pass_ == &caps_) {
    context_.solution.worst_bucket = level_;
    context_.solution.worst_bucket_core.assign(context_.search.core().begin(),
                                               context_.search.core().end());
  }
  failed_ = true;
  cursor_ = {};
  phase_ = Phase::kEach;
}

void Freshness::on_each(Verdict verdict) {
  if (verdict == Verdict::kBudget) {
    pass_->set_lowered(cursor_);
    return give_up();
  }
  if (verdict == Verdict::kUnsat) pass_->freeze(candidate_, level_);
  cursor_ = candidate_;
}

// Caps of the unfinished level stay as they are.
void Freshness::give_up() {
  context_.open = true;
  rebuild();
  if (pass_ == &direct_caps_) {
    pass_ = &caps_;
    failed_ = false;
    level_ = worst(caps_);
  }
  Solution& solution = context_.solution;
  solution.worst_bucket_bound = failed_ ? solution.worst_bucket : floor_;
  solution.worst_bucket = failed_ ? solution.worst_bucket : level_;
  phase_ = Phase::kDone;
}

void Freshness::finish() {
  phase_ = Phase::kDone;
  Solution& solution = context_.solution;
  if (!failed_) solution.worst_bucket = floor_;
  if (!failed_) solution.worst_bucket_core.clear();
  solution.worst_bucket_bound = solution.worst_bucket;
  direct_caps_.set_active(true);
  caps_.set_active(true);
  solution.caps.clear();
  solution.direct_caps.clear();
  for (const PackageId p : context_.problem.in_order()) {
    if (!context_.problem.is_known(p) || context_.problem.is_extra(p)) continue;
    solution.caps.push_back({p, static_cast<Rank>(caps_.cap(p))});
    if (!context_.problem.is_direct(p)) continue;
    solution.direct_caps.push_back({p, static_cast<Rank>(direct_caps_.cap(p))});
  }
  const auto earlier = [&](const Choice& a, const Choice& b) {
    return staleness_.precedes(a.package, b.package);
  };
  std::ranges::sort(solution.caps, earlier);
  std::ranges::sort(solution.direct_caps, earlier);
}

}  // namespace pincompile::solver
