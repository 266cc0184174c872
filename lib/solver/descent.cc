// Descent and Layered: queries of S4.
// SPDX-License-Identifier: MIT
#include "solver/descent.h"

#include <algorithm>

namespace pincompile::solver {

void Descent::start(PackageId package, bool or_absent) {
  package_ = package;
  or_absent_ = or_absent;
  phase_ = Phase::kSettle;
  proven_ = false;
  core_.clear();
  proof_step_ = 0;
}

// The values that would be an improvement on the incumbent; false if there are none.
bool Descent::better_values() {
  const Domains& domains = context_.search.domains();
  const Rank now = context_.rank_of(package_);
  better_.assign(domains.width(package_), 0);
  if (now == kNoRank) return false;
  for (std::uint32_t rank = 0; rank < now; ++rank) put(better_.data(), rank);
  if (or_absent_) put(better_.data(), domains.count(package_));
  return !disjoint(better_.data(), domains.initial(package_), domains.width(package_));
}

Ask Descent::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kJudge) judge();
  if (phase_ == Phase::kSettle) limits = context_.settle_limits();
  if (phase_ == Phase::kProbe) {
    limits = context_.query_limits();
    limits.first = package_;
  }
  return phase_ == Phase::kDone ? Ask::kDone : Ask::kQuery;
}

// All frames stand at a fixpoint: is there anything better left to ask for?
void Descent::judge() {
  Search& search = context_.search;
  phase_ = Phase::kDone;
  proven_ = true;
  if (!better_values()) return;
  const Tag tag{TagKind::kProbe, package_.value()};
  if (disjoint(search.domains().current(package_), better_.data(),
               search.domains().width(package_))) {
    search.explain_domain(package_, better_.data(), tag);
    keep_core();
    return;
  }
  proven_ = false;
  phase_ = Phase::kProbe;
  search.push_frame();
  search.assume(search.frames().size() - 1, package_, better_.data(), tag);
}

void Descent::keep_core() {
  core_.clear();
  for (const Tag& tag : context_.search.core()) {
    if (tag.kind != TagKind::kProbe) core_.push_back(tag);
  }
  proof_step_ = context_.search.core_proof();
}

void Descent::on_answer(Verdict verdict) {
  if (phase_ == Phase::kSettle) {
    phase_ = verdict == Verdict::kSat ? Phase::kJudge : Phase::kDone;
    return;
  }
  if (verdict == Verdict::kUnsat) keep_core();
  context_.search.truncate_frames(context_.frame_count() - 1);
  proven_ = verdict == Verdict::kUnsat;
  phase_ = verdict == Verdict::kSat ? Phase::kSettle : Phase::kDone;
}

void Layered::mention(PackageId p) {
  if (met_.size() <= p.value()) met_.resize(p.value() + 1);
  if (met_[p.value()]) return;
  met_[p.value()] = true;
  next_.push_back(p);
}

void Layered::start() {
  context_.solution.pins.clear();
  context_.solution.tags.clear();
  met_.clear();
  for (const PackageId p : context_.problem.direct()) mention(p);
  next_layer();
}

void Layered::next_layer() {
  layer_.swap(next_);
  next_.clear();
  at_ = 0;
  phase_ = layer_.empty() ? Phase::kEnd : Phase::kSettle;
}

// All packages of the layer at their best at once: cheap if it fails, saves many queries if it
// holds.
bool Layered::push_joint() {
  const Domains& domains = context_.search.domains();
  const auto is_open = [&](PackageId p) { return domains.best(p) != context_.rank_of(p); };
  if (std::ranges::count_if(layer_, is_open) < 2) return false;
  std::vector<std::pair<PackageId, std::uint32_t>> wanted;
  for (const PackageId p : layer_) {
    if (is_open(p)) wanted.push_back({p, domains.best(p)});
  }
  context_.search.push_frame();
  joint_frame_ = context_.frame_count() - 1;
  for (const auto& [p, best] : wanted) {
    std::vector<Word> set(domains.width(p));
    put(set.data(), best);
    context_.search.assume(joint_frame_, p, set.data(), {TagKind::kProbe, p.value()});
  }
  return true;
}

Ask Layered::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kStart) start();
  if (phase_ == Phase::kSettle) {
    limits = context_.settle_limits();
    return Ask::kQuery;
  }
  if (phase_ == Phase::kOpen) {
    if (push_joint()) {
      phase_ = Phase::kJoint;
      limits = context_.query_limits();
      limits.conflicts = context_.options.budget.joint_conflicts;
      return Ask::kQuery;
    }
    phase_ = Phase::kImprove;
    descent_.start(layer_.front(), false);
  }
  while (phase_ == Phase::kImprove) {
    const Ask ask = descent_.next_query(limits);
    if (ask == Ask::kQuery) return ask;
    record();
    if (++at_ < layer_.size()) {
      descent_.start(layer_[at_], false);
      continue;
    }
    next_layer();
    if (phase_ == Phase::kEnd) break;
    limits = context_.settle_limits();
    return Ask::kQuery;
  }
  return Ask::kDone;
}

void Layered::on_answer(Verdict verdict) {
  if (phase_ == Phase::kImprove) {
    descent_.on_answer(verdict);
  } else if (phase_ == Phase::kSettle) {
    phase_ = Phase::kOpen;
  } else {
    context_.search.truncate_frames(joint_frame_);
    phase_ = Phase::kImprove;
    descent_.start(layer_.front(), false);
  }
}

void Layered::record() {
  const PackageId p = descent_.package();
  Solution& solution = context_.solution;
  PinnedRank pin;
  pin.package = p;
  pin.rank = context_.rank_of(p);
  pin.direct = context_.problem.is_direct(p);
  pin.proven = descent_.is_proven() && !context_.open;
  std::span<const Tag> core = descent_.core();
  pin.proof_step = descent_.proof_step();
  const auto target = std::ranges::find(context_.certificates, p, &Certificate::package);
  if (target != context_.certificates.end()) {
    core = target->core;
    pin.proof_step = target->proof_step;
    pin.proven = pin.proven && target->proven;
    pin.stage = Stage::kTargets;
  }
  pin.core_begin = static_cast<std::uint32_t>(solution.tags.size());
  solution.tags.insert(solution.tags.end(), core.begin(), core.end());
  pin.core_end = static_cast<std::uint32_t>(solution.tags.size());
  solution.pins.push_back(pin);
  context_.push_rank(p, pin.rank, TagKind::kPin);
  for (const Requirement& requirement : context_.problem.requirements({p, pin.rank})) {
    mention(requirement.package);
  }
}

void list_pins(Context& context) {
  std::vector<PackageId> order = context.problem.direct();
  std::vector<bool> met(context.problem.size());
  for (const PackageId p : order) met[p.value()] = true;
  for (std::size_t i = 0; i < order.size(); ++i) {
    PinnedRank pin;
    pin.package = order[i];
    pin.rank = context.rank_of(pin.package);
    pin.direct = context.problem.is_direct(pin.package);
    pin.stage = Stage::kFeasible;
    context.solution.pins.push_back(pin);
    for (const Requirement& requirement : context.problem.requirements({pin.package, pin.rank})) {
      if (met[requirement.package.value()]) continue;
      met[requirement.package.value()] = true;
      order.push_back(requirement.package);
    }
  }
}

}  // namespace pincompile::solver
