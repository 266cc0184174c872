// Relaxations: queries.
// SPDX-License-Identifier: MIT
#include "solver/relaxations.h"

#include <algorithm>

namespace pincompile::solver {

namespace {
constexpr std::size_t kMostRelaxations = 5;
constexpr std::uint32_t kMostQueries = 200;
}  // namespace

// Lines may be dropped, the world may not: codes and reluctance always hold.
Question Relaxations::question_for(const std::vector<std::uint32_t>& dropped) const {
  Question question;
  question.holds.assign(case_.groups().size(), true);
  question.relaxed.assign(case_.groups().size(), false);
  question.reluctance = true;
  for (const std::uint32_t group : dropped) {
    question.relaxed[group] = true;
    if (case_.groups()[group].constraint) question.holds[group] = false;
  }
  return question;
}

// The next set of lines to try; false: there are no more.
bool Relaxations::plan() {
  for (; weighted_ < case_.groups().size(); ++weighted_) {
    // Fewer lines first; among as many, the user's lines before constraints.
    const bool constraint = case_.groups()[weighted_].constraint;
    sets_.set_weight(static_cast<std::uint32_t>(weighted_), constraint ? 1001 : 1000);
  }
  for (; alternative_ < banned_.size(); ++alternative_) {
    std::vector<bool> forbidden(weighted_);
    for (std::uint32_t group = 0; group < weighted_; ++group) {
      forbidden[group] = !case_.is_line(group);
    }
    for (const std::uint32_t group : banned_[alternative_]) forbidden[group] = true;
    if (sets_.solve(forbidden, {}) == HittingSets::kImpossible) continue;
    dropped_.assign(sets_.set().begin(), sets_.set().end());
    std::ranges::sort(dropped_);
    const bool known = std::ranges::any_of(found_, [&](const Relaxation& relaxation) {
      return std::ranges::all_of(relaxation.groups, [&](GroupId group) {
        const Tag tag{TagKind::kGroup, group.value()};
        return std::ranges::find(dropped_, case_.number_of(tag)) != dropped_.end();
      });
    });
    if (!known) return true;
  }
  return false;
}

bool Relaxations::next_query(Question& question) {
  if (phase_ == Phase::kPlan) {
    phase_ = found_.size() < kMostRelaxations && queries_ < kMostQueries && plan() ? Phase::kTry
                                                                                   : Phase::kDone;
    if (phase_ == Phase::kDone) result_ = Step::kFinished;
  }
  if (phase_ == Phase::kDone) return false;
  ++queries_;
  if (phase_ == Phase::kNearer) return next_nearer(question);
  question = question_for(dropped_);
  return true;
}

void Relaxations::on_answer(Verdict verdict) {
  if (phase_ == Phase::kTry && verdict == Verdict::kSat) return accept();
  if (phase_ == Phase::kTry && verdict == Verdict::kUnsat) {
    // Dropping these is not enough: a core among the other lines.
    std::vector<std::uint32_t> core;
    for (const Tag& tag : case_.search.core()) {
      const std::uint32_t group = case_.number_of(tag);
      const bool open = group < case_.groups().size() && case_.is_line(group) &&
                        std::ranges::find(dropped_, group) == dropped_.end();
      if (open) core.push_back(group);
    }
    phase_ = Phase::kPlan;
    if (core.empty()) {
      ++alternative_;
      return;
    }
    sets_.add_core(core);
    return;
  }
  if (phase_ == Phase::kNearer) {
    if (verdict == Verdict::kSat) {
      now_.model = case_.model();
    } else {
      ++freed_at_;
    }
    if (freed_at_ == freed_.size()) close();
    return;
  }
  phase_ = Phase::kPlan;
  ++alternative_;
}

void Relaxations::accept() {
  now_ = {};
  freed_.clear();
  freed_at_ = 0;
  now_.model = case_.model();
  for (const std::uint32_t group : dropped_) {
    now_.groups.push_back(GroupId(std::size_t{case_.groups()[group].tag.id}));
    for (const PackageId p : case_.packages_of(group)) {
      if (std::ranges::find(freed_, p) == freed_.end()) freed_.push_back(p);
    }
  }
  phase_ = Phase::kNearer;
  if (freed_.empty()) close();
}

Rank Relaxations::rank_in(const std::vector<Choice>& model, PackageId p) const {
  const auto found = std::ranges::find(model, p, &Choice::package);
  return found == model.end() ? kNoRank : found->rank;
}

// How far a rank lies from the sets of the dropped lines.
std::uint32_t Relaxations::distance(PackageId p, Rank rank) const {
  std::uint32_t sum = 0;
  for (const Line& line : case_.problem.log().lines()) {
    const std::uint32_t group = case_.number_of({TagKind::kGroup, line.group.value()});
    const bool dropped = std::ranges::find(dropped_, group) != dropped_.end();
    if (!dropped || line.requirement.package != p) continue;
    const Word* set = case_.problem.set_of(p, line.requirement.specifier);
    std::uint32_t nearest = case_.search.domains().count(p);
    for_each_value(set, case_.search.domains().width(p), [&](std::uint32_t value) {
      nearest = std::min(nearest, value > rank ? value - rank : rank - value);
    });
    sum += nearest;
  }
  return sum;
}

std::vector<Word> Relaxations::nearer_than(PackageId p, Rank rank) const {
  std::vector<Word> set(case_.search.domains().width(p));
  const std::uint32_t now = distance(p, rank);
  for (std::uint32_t value = 0; value < case_.search.domains().count(p); ++value) {
    if (distance(p, static_cast<Rank>(value)) < now) put(set.data(), value);
  }
  return set;
}

// Asks for a rank of the freed package that lies nearer; those before it stay at least as near.
bool Relaxations::next_nearer(Question& question) {
  question = question_for(dropped_);
  for (std::size_t i = 0; i < freed_at_; ++i) {
    const PackageId p = freed_[i];
    const Rank rank = rank_in(now_.model, p);
    std::vector<Word> set(case_.search.domains().width(p));
    put(set.data(), rank == kNoRank ? case_.search.domains().count(p) : rank);
    question.wishes.push_back({p, std::move(set)});
  }
  const PackageId p = freed_[freed_at_];
  const Rank rank = rank_in(now_.model, p);
  // Without a rank there is nothing to bring nearer: an impossible wish ends the search.
  std::vector<Word> set(case_.search.domains().width(p));
  if (rank != kNoRank) set = nearer_than(p, rank);
  question.wishes.push_back({p, std::move(set)});
  return true;
}

// Other relaxations leave one of these lines alone.
void Relaxations::close() {
  for (const PackageId p : freed_) {
    const Rank rank = rank_in(now_.model, p);
    if (rank != kNoRank) now_.nearest.push_back({p, rank});
  }
  const std::vector<std::uint32_t> banned = banned_[alternative_];
  for (const std::uint32_t group : dropped_) {
    banned_.push_back(banned);
    banned_.back().push_back(group);
  }
  ++alternative_;
  found_.push_back(now_);
  phase_ = Phase::kPlan;
}

}  // namespace pincompile::solver
