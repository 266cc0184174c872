// The explainer's loop: as the solver's, but every query states its frames anew.
// SPDX-License-Identifier: MIT
#include "solver/explain.h"

#include <algorithm>

#include "solver/minimal_core.h"
#include "solver/relaxations.h"

namespace pincompile::solver {

struct Explainer::State {
  State(const Options& options, const Lowering& lowering, const FactLog& facts)
      : instance(options, lowering, facts) {}

  void ask(std::unique_ptr<Explanation> asked_for);
  void start_query();
  Verdict search(std::uint64_t deadline);
  void answered();
  bool is_spent() const;

  Case instance;
  std::unique_ptr<Explanation> explanation;
  MinimalCore* minimal = nullptr;
  Relaxations* relaxed = nullptr;
  Question question;
  bool asked = false;
  std::uint64_t version = ~std::uint64_t{0};  // of the facts when the last demand was made
  Core core;
  Derivation derivation;
  std::vector<Choice> model;
  std::vector<Relaxation> relaxations;
};

void Explainer::State::ask(std::unique_ptr<Explanation> asked_for) {
  explanation = std::move(asked_for);
  asked = false;
  core = {};
  derivation = {};
  model.clear();
  relaxations.clear();
  instance.fetches.fetches = instance.search.counters().fetches + instance.options.budget.fetches;
}

bool Explainer::State::is_spent() const {
  const Counters& counters = instance.search.counters();
  return counters.conflicts >= instance.options.budget.conflicts ||
         counters.ticks >= instance.options.budget.ticks;
}

// New facts bring new packages, which lines and codes may speak of: the frames are stated anew.
void Explainer::State::start_query() {
  instance.refresh_groups();
  question.holds.resize(instance.groups().size(), question.later_groups);
  instance.assert_frames(question);
  if (asked) return;
  SearchLimits limits;
  limits.conflicts = instance.options.budget.least_change_conflicts;
  instance.search.start(limits);
  asked = true;
}

Verdict Explainer::State::search(std::uint64_t deadline) {
  if (is_spent()) return Verdict::kBudget;
  const Verdict verdict = instance.search.run(deadline);
  if (verdict != Verdict::kSat) return verdict;
  for (const Question::Wish& wish : question.wishes) instance.rounds.want(wish.package);
  instance.rounds.collect_lines();
  instance.rounds.collect_model(instance.problem.selection());
  const std::uint64_t now = instance.problem.version();
  if (version == now && instance.rounds.has_wants()) {
    instance.rounds.clear();  // asked for in vain
    return Verdict::kBudget;
  }
  if (instance.rounds.open()) {
    version = now;
    return Verdict::kSuspended;
  }
  if (!instance.rounds.is_spent()) return Verdict::kSat;
  instance.rounds.forget_spent();
  return Verdict::kBudget;
}

void Explainer::State::answered() {
  if (minimal != nullptr) {
    core = minimal->core();
    model = minimal->model();
    if (explanation->result() != Step::kUnsatisfiable) return;
    derivation = derivation_of(instance.search.proof().log(), core.proof_step, instance);
  } else if (relaxed != nullptr) {
    relaxations = relaxed->found();
  }
}

Explainer::Explainer(const Options& options, const Lowering& lowering, const FactLog& facts)
    : state_(std::make_unique<State>(options, lowering, facts)) {}
Explainer::~Explainer() = default;

void Explainer::ask_conflict() {
  auto asked = std::make_unique<MinimalCore>(state_->instance, Question{});
  state_->minimal = asked.get();
  state_->relaxed = nullptr;
  state_->ask(std::move(asked));
}

void Explainer::ask_possible(PackageId package, Bits ranks) {
  Question question;
  question.reluctance = true;
  Question::Wish wish;
  wish.package = package;
  wish.set.assign(ranks.begin(), ranks.end());
  question.wishes.push_back(std::move(wish));
  auto asked = std::make_unique<MinimalCore>(state_->instance, std::move(question));
  state_->minimal = asked.get();
  state_->relaxed = nullptr;
  state_->ask(std::move(asked));
}

void Explainer::ask_relaxations() {
  auto asked = std::make_unique<Relaxations>(state_->instance);
  state_->minimal = nullptr;
  state_->relaxed = asked.get();
  state_->ask(std::move(asked));
}

Step Explainer::step(std::uint64_t ticks) {
  State& s = *state_;
  const std::uint64_t deadline = s.instance.search.counters().ticks + ticks;
  while (s.explanation->result() == Step::kWorking) {
    if (s.instance.rounds.is_open()) return Step::kNeedsFacts;
    if (!s.asked) {
      if (!s.explanation->next_query(s.question)) break;
      s.start_query();
    }
    const Verdict verdict = s.search(deadline);
    if (verdict == Verdict::kSuspended) {
      if (s.instance.rounds.is_open()) continue;
      return Step::kWorking;
    }
    s.asked = false;
    s.explanation->on_answer(verdict);
  }
  s.answered();
  return s.explanation->result();
}

const Demand& Explainer::demand() const { return state_->instance.rounds.demand(); }

void Explainer::ingest(std::span<const Fact> facts) {
  State& s = *state_;
  s.instance.problem.ingest(facts);
  s.instance.rounds.answered();
  if (s.asked) s.start_query();
}

const Core& Explainer::core() const { return state_->core; }
const Derivation& Explainer::derivation() const { return state_->derivation; }
const std::vector<Choice>& Explainer::model() const { return state_->model; }
const std::vector<Relaxation>& Explainer::relaxations() const { return state_->relaxations; }
const ProofLog& Explainer::proof() const { return state_->instance.search.proof().log(); }

}  // namespace pincompile::solver
