// The search loop: propagate, learn, assert frames, decide (solver.md 5.3).
// SPDX-License-Identifier: MIT
#include "solver/search.h"

#include <algorithm>

#include "support/require.h"

namespace pincompile::solver {

Search::Search(const Options& options)
    : clauses_(options.hash_seed), proof_(options.record_proof) {}

void Search::undo_to(std::uint32_t level) {
  domains_.undo_to(level);
  head_ = std::min(head_, static_cast<std::uint32_t>(domains_.trail().size()));
}

void Search::start(const SearchLimits& limits) {
  undo_to(frames_.size());
  limits_ = limits;
  if (!limits.any_model) tried_first_.clear();
  focused_ = hot_ = false;
  query_conflicts_ = since_restart_ = 0;
  restarts_of_query_ = 0;
  ++query_;
  ++counters_.queries;
}

Verdict Search::run(std::uint64_t tick_deadline) {
  for (;;) {
    if (failed_) return fail_query();
    if (counters_.ticks >= tick_deadline) return Verdict::kSuspended;
    if (const Falsified falsified = propagate()) {
      if (domains_.level() == 0) {
        fail(falsified);
        return fail_query();
      }
      ++counters_.conflicts;
      ++query_conflicts_;
      ++since_restart_;
      if (domains_.level() <= frames_.size()) return fail_frames(falsified);
      [[maybe_unused]] const bool learned = learn(falsified);
      PINCOMPILE_REQUIRE(learned, "a decision's level has a unique point");
      if (query_conflicts_ >= limits_.conflicts) {
        undo_to(frames_.size());
        return Verdict::kBudget;
      }
      continue;
    }
    if (domains_.level() < frames_.size()) {
      if (!open_frame()) return Verdict::kUnsat;
      continue;
    }
    if (limits_.propagate_only) return Verdict::kSat;
    reduce_if_due();
    restart_if_due();
    if (!decide()) return Verdict::kSat;
  }
}

Verdict Search::fail_query() {
  core_.clear();
  core_proof_ = failure_proof_;
  return Verdict::kUnsat;
}

// A conflict among the frames: its core, and what can be learned from it for later queries.
Verdict Search::fail_frames(const Falsified& falsified) {
  core_.clear();
  core_literals_.clear();
  begin_analysis();
  add_terms_of(falsified);
  final_core();
  if (!learn(falsified)) undo_to(domains_.level() - 1);
  return Verdict::kUnsat;
}

#if defined(PINCOMPILE_CHECKS)
// W1 and W2 of solver.md 5.1, each so many fixpoints: the check visits every clause. One that is
// true for good need not be watched.
void Search::check_invariants() {
  ++checks_;
  if (checks_ > 64 && checks_ % 256 != 0) return;
  for (ClauseId id = 0; id < clauses_.size(); ++id) {
    const Clause& clause = clauses_.at(id);
    if (clause.deleted) continue;
    const auto is_true_for_good = [&](const Literal& literal) {
      return domains_.always_lies_in(literal.package, clauses_.set(literal));
    };
    if (std::ranges::any_of(clauses_.literals(id), is_true_for_good)) continue;
    for (std::uint32_t slot = 0; slot < 2; ++slot) {
      const Literal mine = clauses_.first_literal(id)[slot];
      const Literal other = clauses_.first_literal(id)[1 - slot];
      const std::uint32_t witness = clauses_.witness(2 * id + slot);
      PINCOMPILE_REQUIRE(has(clauses_.set(mine), witness), "W1: the witness supports its literal");
      if (has(domains_.current(mine.package), witness)) continue;
      std::uint32_t removed = domains_.last_entry(mine.package);
      while (removed != kNoEntry && !has(domains_.at(domains_.trail()[removed].before), witness)) {
        removed = domains_.trail()[removed].previous;
      }
      const std::uint32_t level = removed == kNoEntry ? 0 : domains_.trail()[removed].level;
      PINCOMPILE_REQUIRE(subset(domains_.current(other.package), clauses_.set(other),
                                domains_.width(other.package)),
                         "W2: the witness is possible or the other literal true");
      const std::uint32_t since = domains_.satisfied_at(other.package, clauses_.set(other));
      PINCOMPILE_REQUIRE(since == kNoEntry || domains_.trail()[since].level <= level,
                         "W2: the other literal stays true as long as the witness is gone");
    }
  }
}
#else
void Search::check_invariants() {}
#endif

}  // namespace pincompile::solver
