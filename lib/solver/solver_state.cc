// Solver::State: order of the stages, one query with its rounds and guards, and the final answer.
// SPDX-License-Identifier: MIT
#include "solver/solver_state.h"

#include <algorithm>

namespace pincompile::solver {

Solver::State::State(const Options& given, const Lowering& lowering)
    : options(given),
      engine(options),
      problem(options, lowering, engine, false),
      rounds(options.budget, engine, problem),
      context{options, engine, problem, rounds, solution},
      reluctance(context) {
  context.guards = {&reluctance};
  for (std::uint32_t i = 0; i < kFixedFrames; ++i) engine.push_frame();
}

// False: no query came of it, look at the result, the rounds, or the next stage.
bool Solver::State::next_query() {
  if (stage == nullptr) {
    rounds.collect_lines();
    if (rounds.open()) return false;
    if (!next_stage()) finish();
    return false;
  }
  if (stage_number > 0 && permissions != problem.permissions()) {
    stage_number = -1;
    engine.truncate_frames(0);
    for (std::uint32_t i = 0; i < kFixedFrames; ++i) engine.push_frame();
    for (Guard* guard : context.guards) guard->forget();
    next_stage();
  }
  switch (stage->next_query(limits)) {
    case Ask::kQuery:
      return true;
    case Ask::kFacts:
      rounds.open();
      return false;
    case Ask::kUnsatisfiable:
      fail();
      return false;
    case Ask::kNoSolution:
      result = Step::kOutOfBudget;
      return false;
    case Ask::kStartAgain:
      return false;
    case Ask::kDone:
      break;
  }
  if (!next_stage()) finish();
  return false;
}

// False after the last stage.
bool Solver::State::next_stage() {
  ++stage_number;
  switch (stage_number) {
    case 0:
      stage = std::make_unique<Feasible>(context, reluctance);
      return true;
    case 1:
      permissions = problem.permissions();
      if (options.objective == Objective::kGreedy) return false;
      stage = std::make_unique<Layered>(context);
      return true;
    default:
      return false;
  }
}

bool Solver::State::is_spent() const {
  const Counters& counters = engine.counters();
  return early || rounds.is_spent() || counters.conflicts >= options.budget.conflicts ||
         counters.ticks >= options.budget.ticks;
}

// One query: search until a model lacks no fact and breaks no guard. kSuspended: out of ticks, or
// the rounds have something to ask for.
Verdict Solver::State::search(std::uint64_t deadline) {
  for (;;) {
    if (early || (is_spent() && !limits.propagate_only)) return Verdict::kBudget;
    const Verdict verdict = engine.run(std::min(deadline, options.budget.ticks));
    if (verdict == Verdict::kSuspended && engine.counters().ticks >= options.budget.ticks) {
      return Verdict::kBudget;
    }
    if (verdict != Verdict::kSat || limits.propagate_only) return verdict;
    rounds.collect_model();
    if (rounds.open()) return Verdict::kSuspended;
    if (rounds.is_spent()) return Verdict::kBudget;
    if (!add_broken_guards()) {
      context.save_model();
      return Verdict::kSat;
    }
  }
}

bool Solver::State::add_broken_guards() {
  struct Broken {
    Guard* guard;
    PackageId package;
  };
  std::vector<Broken> broken;
  const Domains& domains = engine.domains();
  for (std::uint32_t i = 0; i < problem.size(); ++i) {
    const PackageId p(i);
    if (!problem.is_known(p) || problem.is_extra(p) || !domains.required(p)) continue;
    for (Guard* guard : context.guards) {
      if (!guard->is_active() || guard->is_guarded(p)) continue;
      if (!guard->allows(p, static_cast<Rank>(domains.best(p)))) broken.push_back({guard, p});
    }
  }
  for (const auto& [guard, p] : broken) context.add_guard(*guard, p);
  return !broken.empty();
}

void Solver::State::finish() {
  result = Step::kFinished;
  if (options.objective == Objective::kGreedy) list_pins(context);
  solution.proven = std::ranges::all_of(solution.pins, &PinnedRank::proven);
  solution.counters = engine.counters();
}

// The lines together are the core; the minimal one is the Explainer's.
void Solver::State::fail() {
  result = Step::kUnsatisfiable;
  core.tags.clear();
  for (const Line& line : problem.log().lines()) {
    core.tags.push_back({TagKind::kGroup, line.group.value()});
  }
  std::ranges::sort(core.tags);
  core.tags.erase(std::unique(core.tags.begin(), core.tags.end()), core.tags.end());
  core.proof_step = engine.core_proof();
}

}  // namespace pincompile::solver
