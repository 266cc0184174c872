// The solver's loop: ask the stage for a query, search, hand back a demand or the answer.
// SPDX-License-Identifier: MIT
#include "solver/solver.h"

#include <algorithm>

#include "solver/solver_state.h"
#include "support/require.h"

namespace pincompile::solver {

Solver::Solver(const Options& options, const Lowering& lowering)
    : state_(std::make_unique<State>(options, lowering)) {}
Solver::~Solver() = default;

void Solver::add_root(const Requirement& requirement, GroupId group) {
  state_->add_line({requirement, group, false});
}

void Solver::add_constraint(const Requirement& requirement, GroupId group) {
  state_->add_line({requirement, group, true});
}

void Solver::set_targets(std::span<const PackageId> packages) {
  state_->context.targets.assign(packages.begin(), packages.end());
}

Step Solver::step(std::uint64_t ticks) {
  State& s = *state_;
  if (s.following && s.follow_pins()) return Step::kNeedsFacts;
  const std::uint64_t deadline = s.engine.counters().ticks + ticks;
  while (s.result == Step::kWorking) {
    if (s.rounds.is_open() && !s.early && !s.answer_again()) return Step::kNeedsFacts;
    if (!s.asked || s.must_start_again()) {
      s.asked = false;  // a query of the stage given up is no query of the next one
      if (!s.next_query()) continue;
      s.engine.start(s.limits);
      s.asked = true;
    }
    const Verdict verdict = s.search(deadline);
    if (verdict == Verdict::kSuspended) {
      if (s.rounds.is_open() || s.must_start_again()) continue;
      return Step::kWorking;
    }
    s.asked = false;
    s.stage->on_answer(verdict);
  }
  return s.result;
}

const Demand& Solver::demand() const {
  return state_->following ? state_->walk->demand() : state_->rounds.demand();
}

void Solver::ingest(std::span<const Fact> facts) {
  State& s = *state_;
  if (s.following) return s.walk->ingest(facts);
  s.problem.ingest(facts);
  s.rounds.answered();
}

void Solver::finish_early() { state_->early = true; }
const Solution& Solver::solution() const { return state_->solution; }
const Core& Solver::core() const { return state_->core; }
const FactLog& Solver::facts() const {
  return state_->all_pins_kept() ? state_->walk->facts() : state_->problem.log();
}
const Counters& Solver::counters() const { return state_->engine.counters(); }
const ProofLog& Solver::proof() const { return state_->engine.proof().log(); }

std::vector<Busy> Solver::busiest() const {
  const State& s = *state_;
  std::vector<Busy> busy;
  for (std::uint32_t i = 0; i < s.problem.size(); ++i) {
    const PackageId p(i);
    if (!s.problem.is_known(p) || s.engine.conflicts_of(p) == 0) continue;
    busy.push_back({p, s.engine.conflicts_of(p), s.problem.looked_at(p)});
  }
  std::ranges::sort(busy, [&](const Busy& a, const Busy& b) {
    if (a.conflicts != b.conflicts) return a.conflicts > b.conflicts;
    return s.problem.precedes(a.package, b.package);
  });
  return busy;
}

}  // namespace pincompile::solver
