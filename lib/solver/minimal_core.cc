// MinimalCore: one query for the question, then one per group of its core.
// SPDX-License-Identifier: MIT
#include "solver/minimal_core.h"

#include <algorithm>

namespace pincompile::solver {

namespace {
constexpr std::uint64_t kFactsPerReport = 64;  // a smaller core is worth so many more facts
}

bool MinimalCore::next_query(Question& question) {
  if (result_ != Step::kWorking) return false;
  question = base_;
  question.holds.assign(case_.groups().size(), !started_);
  if (!started_) return true;
  question.later_groups = false;
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    if (i + 1 != left_) question.holds[groups_[i]] = true;
  }
  return true;
}

void MinimalCore::on_answer(Verdict verdict) {
  if (!started_) {
    started_ = true;
    core_.minimal = true;
    if (verdict == Verdict::kSat) {
      model_ = case_.model();
      result_ = Step::kFinished;
    } else if (verdict == Verdict::kBudget) {
      result_ = Step::kOutOfBudget;
    } else {
      case_.fetches.fetches = case_.search.counters().fetches + kFactsPerReport;
      take_core();
      left_ = groups_.size();
    }
  } else if (verdict == Verdict::kUnsat) {
    const std::vector<std::uint32_t> before = groups_;
    take_core();
    // Groups behind the position were found necessary; the new core holds them all.
    const std::uint32_t tried = before[left_ - 1];
    left_ = static_cast<std::size_t>(std::ranges::lower_bound(groups_, tried) - groups_.begin());
  } else {
    core_.minimal = core_.minimal && verdict == Verdict::kSat;
    --left_;
  }
  if (result_ == Step::kWorking && left_ == 0) result_ = Step::kUnsatisfiable;
}

void MinimalCore::take_core() {
  groups_.clear();
  core_.tags.clear();
  for (const Tag& tag : case_.search.core()) {
    const std::uint32_t group = case_.number_of(tag);
    if (group < case_.groups().size()) groups_.push_back(group);
  }
  std::ranges::sort(groups_);
  for (const std::uint32_t group : groups_) core_.tags.push_back(case_.groups()[group].tag);
  core_.proof_step = case_.search.core_proof();
}

}  // namespace pincompile::solver
