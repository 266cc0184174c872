// LeastBroken: try a hitting set; shrink the core of a failure by deletion; in the end keep the
// earliest.
// SPDX-License-Identifier: MIT
#include "solver/preferences.h"

#include <algorithm>

namespace pincompile::solver {

void SoftGuard::set_free(std::span<const PackageId> packages, bool all_but) {
  free_.assign(free_.size(), all_but);
  all_free_ = all_but;
  for (const PackageId p : packages) {
    if (free_.size() <= p.value()) free_.resize(p.value() + 1, all_but);
    free_[p.value()] = !all_but;
  }
}

bool LeastBroken::precedes(PackageId a, PackageId b) const {
  const auto& direct = context_.problem.direct();
  const auto at_a = std::ranges::find(direct, a), at_b = std::ranges::find(direct, b);
  if (at_a != at_b) return at_a < at_b;
  return context_.problem.precedes(a, b);
}

std::uint32_t LeastBroken::element(PackageId p) {
  const auto found = std::ranges::find(elements_, p);
  const auto number = static_cast<std::uint32_t>(found - elements_.begin());
  if (found == elements_.end()) {
    elements_.push_back(p);
    sets_.set_weight(number, weight_of({p}));
  }
  return number;
}

std::uint64_t LeastBroken::weight_of(const std::vector<PackageId>& packages) const {
  std::uint64_t weight = 0;
  for (const PackageId p : packages) weight += weighted_ && context_.problem.is_direct(p) ? 4 : 1;
  return weight;
}

void LeastBroken::start_from_incumbent() {
  guard_.set_free({}, false);
  for (const PackageId p : context_.problem.in_order()) {
    const Rank rank = context_.rank_of(p);
    if (rank == kNoRank || context_.problem.is_extra(p) || guard_.allows(p, rank)) continue;
    broken_.push_back(p);
    guarded_.push_back(p);
  }
  model_ = context_.incumbent;
  has_model_ = true;
}

// The guard's frame with the literals of all but `packages`, or of `packages` only.
void LeastBroken::set_frame(const std::vector<PackageId>& packages, bool only) {
  guard_.set_free(packages, only);
  for (const PackageId p : context_.problem.in_order()) {
    if (guard_.is_guarded(p) && std::ranges::find(guarded_, p) == guarded_.end()) {
      guarded_.push_back(p);
    }
  }
  context_.reset_frame(guard_);
  for (const PackageId p : guarded_) {
    if (!guard_.is_free(p)) context_.add_guard(guard_, p);
  }
}

void LeastBroken::plan() {
  plan_.clear();
  bound_ = std::max(bound_, sets_.solve({}, {}));
  for (const std::uint32_t element : sets_.set()) plan_.push_back(elements_[element]);
  set_frame(plan_, false);
  phase_ = Phase::kTry;
}

Ask LeastBroken::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kStart) plan();
  if (phase_ == Phase::kDone) return Ask::kDone;
  limits = {};
  limits.conflicts = context_.options.budget.least_change_conflicts;
  return Ask::kQuery;
}

void LeastBroken::on_answer(Verdict verdict) {
  if (verdict == Verdict::kBudget) return finish(false);
  if (phase_ == Phase::kShrink) {
    if (verdict == Verdict::kUnsat) {
      take_core();
    } else {
      ++shrink_at_;
    }
    return shrink_next();
  }
  if (verdict == Verdict::kSat) return accept();
  take_core();
  if (core_.empty()) {
    refuted_ = true;
    return finish(false);
  }
  shrink_at_ = 0;
  resume_ = phase_;
  shrink_next();
}

void LeastBroken::take_core() {
  core_.clear();
  for (const Tag& tag : context_.search.core()) {
    if (tag.kind == guard_.kind()) core_.push_back(PackageId(tag.id));
  }
  std::ranges::sort(core_, [&](PackageId a, PackageId b) { return precedes(b, a); });
}

// Deletion: without the next element, does the rest still fail?
void LeastBroken::shrink_next() {
  if (core_.size() > 1 && shrink_at_ < core_.size()) {
    std::vector<PackageId> rest = core_;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(shrink_at_));
    phase_ = Phase::kShrink;
    return set_frame(rest, true);
  }
  std::vector<std::uint32_t> numbers;
  for (const PackageId p : core_) numbers.push_back(element(p));
  sets_.add_core(numbers);
  if (resume_ == Phase::kRelease) {
    plan_release();
  } else {
    plan();
  }
}

// The model breaks as little as possible: now see who of those could be kept at the same weight.
void LeastBroken::accept() {
  broken_ = plan_;
  model_ = context_.incumbent;
  has_model_ = true;
  std::ranges::sort(broken_, [&](PackageId a, PackageId b) { return precedes(a, b); });
  plan_release();
}

void LeastBroken::plan_release() {
  for (;;) {
    const auto next = std::ranges::find_if(
        broken_, [&](PackageId p) { return std::ranges::find(settled_, p) == settled_.end(); });
    if (next == broken_.end()) return finish(true);
    releasing_ = *next;
    std::vector<bool> forbidden(elements_.size()), mandatory(elements_.size());
    for (std::uint32_t i = 0; i < elements_.size(); ++i) {
      const bool settled = std::ranges::find(settled_, elements_[i]) != settled_.end();
      mandatory[i] = settled;
      forbidden[i] = !settled && !precedes(releasing_, elements_[i]);
    }
    if (sets_.solve(forbidden, mandatory) == weight()) break;
    settled_.push_back(releasing_);
  }
  plan_.clear();
  for (const std::uint32_t element : sets_.set()) plan_.push_back(elements_[element]);
  set_frame(plan_, false);
  phase_ = Phase::kRelease;
}

// Leaves the guard's frame and the incumbent as the answer has them.
void LeastBroken::finish(bool proven) {
  phase_ = Phase::kDone;
  proven_ = proven && has_model_;
  if (has_model_) {
    context_.restore(model_);
    bound_ = proven_ ? weight() : bound_;
    set_frame(broken_, false);
    return;
  }
  set_frame({}, false);
}

}  // namespace pincompile::solver
