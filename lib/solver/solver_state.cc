// Solver::State: order of the stages, one query with its rounds and guards, and the final answer.
// SPDX-License-Identifier: MIT
#include "solver/solver_state.h"

#include <algorithm>

namespace pincompile::solver {

Solver::State::State(const Options& given, const Lowering& lowering)
    : options(given),
      engine(options),
      problem(options, lowering, engine, false),
      rounds(options.budget, options.objective, engine, problem),
      context{options, engine, problem, rounds, solution},
      reluctance(context),
      staleness(context),
      direct_caps(context, staleness, true),
      caps(context, staleness, false),
      kept_pins(context) {
  context.guards = {&reluctance, &direct_caps, &caps, &kept_pins};
  for (std::uint32_t i = 0; i < kFixedFrames; ++i) engine.push_frame();
  following = options.follows_pins && options.budget.conflicts != 0;
  if (following) walk.emplace(options, lowering);
}

void Solver::State::add_line(const Line& line) {
  problem.add_line(line);
  if (walk) walk->add_line(line);
}

bool Solver::State::all_pins_kept() const {
  return walk && walk->standing() == PinWalk::Standing::kKept;
}

// True: the walk needs facts. A walk that is given up leaves no trace in any counter: the search
// asks for the same facts, and is given what is there.
bool Solver::State::follow_pins() {
  if (early || !context.targets.empty()) walk->give_up();
  const PinWalk::Standing standing = walk->step(engine.counters());
  if (standing == PinWalk::Standing::kUnderWay) return true;
  following = false;
  if (standing == PinWalk::Standing::kKept) {
    walk->tell(solution);
    solution.counters = engine.counters();
    result = Step::kFinished;
  } else {
    engine.counters() = {};
  }
  return false;
}

// What the search asks for was asked by the walk: then no caller has to answer again.
bool Solver::State::answer_again() {
  if (!walk) return false;
  const auto facts = walk->answer_again(rounds.demand());
  if (!facts) {
    walk.reset();
    return false;
  }
  problem.ingest(*facts);
  rounds.answered();
  return true;
}

// False: no query came of it, look at the result, the rounds, or the next stage.
bool Solver::State::next_query() {
  if (stage == nullptr) {
    if (!early) rounds.collect_lines();
    if (rounds.open()) return false;
    permissions = problem.permissions();
    next_stage();
    return false;
  }
  if (must_start_again()) start_again();
  switch (stage->next_query(limits)) {
    case Ask::kQuery:
      limits.conflicts = std::min(limits.conflicts, conflicts_left());
      return true;
    case Ask::kFacts:
      if (early) {
        rounds.refuse();
      } else {
        rounds.open();
      }
      return false;
    case Ask::kUnsatisfiable:
      fail();
      return false;
    case Ask::kNoSolution:
      result = Step::kOutOfBudget;
      return false;
    case Ask::kDone:
      break;
  }
  if (!next_stage()) finish();
  return false;
}

// Something that earlier stages rested on has changed: permissions, provisional bases, or that
// there is no existing pin. Learned clauses stay, so going through the stages again is cheap.
bool Solver::State::must_start_again() const {
  return permissions != problem.permissions() ||
         (context.needs_bases && staleness.is_provisional() && stage_number > 1) ||
         (skipped_pins && problem.pins() != 0);
}

void Solver::State::start_again() {
  const bool from_scratch = permissions != problem.permissions();
  stage_number = from_scratch ? -1 : 0;
  engine.truncate_frames(from_scratch ? 0 : kReluctanceFrame + 1);
  while (engine.frames().size() < kFixedFrames) engine.push_frame();
  for (Guard* guard : context.guards) {
    if (guard == &reluctance && !from_scratch) continue;
    guard->forget();
    guard->set_active(false);
  }
  if (from_scratch) {
    permissions = problem.permissions();
    staleness.reset();
    context.needs_bases = false;
  }
  context.certificates.clear();
  context.open = false;
  skipped_pins = false;
  solution.pins.clear();
  solution.tags.clear();
  solution.moved_pins.clear();
  next_stage();
}

// False after the last stage.
bool Solver::State::next_stage() {
  const bool greedy = options.objective == Objective::kGreedy;
  const bool fresh = options.objective == Objective::kFresh && options.mode == Mode::kHighest;
  switch (++stage_number) {
    case 0:
      stage = std::make_unique<Feasible>(context, reluctance);
      return true;
    case 1:
      if (greedy) return false;
      if (!fresh) return next_stage();
      stage = std::make_unique<Freshness>(context, staleness, direct_caps, caps);
      return true;
    case 2:
      skipped_pins = problem.pins() == 0;
      if (skipped_pins && context.targets.empty()) return next_stage();
      stage = std::make_unique<Targets>(context);
      return true;
    case 3:
      if (skipped_pins) return next_stage();
      stage = std::make_unique<LeastChange>(context, kept_pins);
      return true;
    case 4:
      stage = std::make_unique<Layered>(context);
      return true;
    default:
      return false;
  }
}

std::uint64_t Solver::State::conflicts_left() const {
  const std::uint64_t used = engine.counters().conflicts;
  return options.budget.conflicts > used ? options.budget.conflicts - used : 0;
}

bool Solver::State::is_spent() const {
  const Counters& counters = engine.counters();
  return early || rounds.is_spent() || counters.conflicts >= options.budget.conflicts ||
         counters.ticks >= options.budget.ticks;
}

// One query: search until a model breaks no guard and lacks no fact. Guards first: facts are never
// asked for the sake of a rank that a guard refuses. kSuspended: out of ticks, or the rounds have
// something to ask for.
Verdict Solver::State::search(std::uint64_t deadline) {
  for (;;) {
    if (early || (is_spent() && !limits.propagate_only)) return Verdict::kBudget;
    const Verdict verdict = engine.run(std::min(deadline, options.budget.ticks));
    if (verdict == Verdict::kSuspended && engine.counters().ticks >= options.budget.ticks) {
      return Verdict::kBudget;
    }
    if (verdict != Verdict::kSat || limits.propagate_only) return verdict;
    // At once, not when the ticks of a step happen to end: counters must not depend on their
    // number.
    const std::span<const Choice> selection = problem.selection();
    const bool refused = add_broken_guards(selection);
    if (must_start_again()) return Verdict::kSuspended;
    if (refused) continue;
    const bool lacking = rounds.collect_model(selection);
    if (limits.any_model && lacking) return Verdict::kLacking;
    if (!limits.any_model && rounds.open()) return Verdict::kSuspended;
    if (rounds.is_spent()) return Verdict::kBudget;
    context.save_model(selection);
    return Verdict::kSat;
  }
}

bool Solver::State::add_broken_guards(std::span<const Choice> selection) {
  bool refused = false;
  for (Guard* guard : context.guards) {
    if (!guard->is_active()) continue;
    for (const auto& [p, rank] : selection) {
      if (guard->is_guarded(p) || problem.is_extra(p) || guard->allows(p, rank)) continue;
      if (guard->is_provisional()) {
        context.needs_bases = true;
      } else {
        context.add_guard(*guard, p);
        refused = true;
      }
    }
  }
  return refused;
}

void Solver::State::finish() {
  result = Step::kFinished;
  if (options.objective == Objective::kGreedy) list_pins(context);
  const bool fresh = options.objective == Objective::kFresh && options.mode == Mode::kHighest;
  for (PinnedRank& pin : solution.pins) {
    if (fresh) pin.bucket = staleness.bucket(problem.base(pin.package), pin.rank);
  }
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
