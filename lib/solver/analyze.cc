// Conflict analysis to the first unique implication point on set terms, minimisation, and the
// learned clause (solver.md 5.2). First UIP as in Chaff, minimisation as in MiniSat, nogoods over
// sets as in generalised nogoods. A nogood maps packages to sets T, "value in T"; its terms all
// hold now and together contradict the clauses.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/search.h"
#include "support/require.h"

namespace pincompile::solver {

// The chain of a derivation, for the proof log only.
void Search::follow(ProofAntecedent antecedent) {
  if (proof_.enabled()) chain_.push_back(antecedent);
}

void Search::begin_analysis() {
  for (const PackageId p : terms_) in_nogood_[p.value()] = false;
  for (const PackageId p : level_zero_) in_level_zero_[p.value()] = false;
  terms_.clear();
  level_zero_.clear();
  chain_.clear();
  at_level_ = 0;
}

// Adds the negation of the literal (p, set).
void Search::add_term(PackageId p, const Word* set) {
  const std::uint32_t width = domains_.width(p);
  const Word* initial = domains_.initial(p);
  if (disjoint(initial, set, width)) return;
  for (std::uint32_t i = 0; i < width; ++i) rest_[i] = initial[i] & ~set[i];
  const std::uint32_t position = domains_.satisfied_at(p, rest_.data());
  PINCOMPILE_REQUIRE(position != kNoEntry, "a term holds because of some entry");
  if (domains_.trail()[position].level == 0) {
    if (!in_level_zero_[p.value()]) level_zero_.push_back(p);
    in_level_zero_[p.value()] = true;
    return;
  }
  Word* term = term_words_.data() + term_begin_[p.value()];
  const bool now = domains_.trail()[position].level == domains_.level();
  if (!in_nogood_[p.value()]) {
    copy(term, rest_.data(), width);
    in_nogood_[p.value()] = true;
    terms_.push_back(p);
    satisfied_[p.value()] = position;
    at_level_ += now ? 1 : 0;
    return;
  }
  // The first entry below both sets is the later of the two first entries.
  intersect(term, rest_.data(), width);
  std::uint32_t& known = satisfied_[p.value()];
  if (position <= known) return;
  at_level_ += now && domains_.trail()[known].level != domains_.level() ? 1 : 0;
  known = position;
}

void Search::add_terms_of(const Falsified& falsified) {
  if (falsified.kind == Falsified::Kind::kClause) {
    clauses_.at(falsified.value).used = true;
    follow({clauses_.at(falsified.value).proof_step, {}});
    for (const Literal& literal : clauses_.literals(falsified.value)) {
      add_term(literal.package, clauses_.set(literal));
      bump(literal.package);
    }
    return;
  }
  // EQ of extra x with X = dom(x): (x not in X) or (p in X).
  const PackageId extra(falsified.value);
  const PackageId base = base_of_[extra.value()];
  const std::uint32_t width = domains_.width(extra);
  follow({same_rank_axiom(extra, domains_.current(extra)), {}});
  for (std::uint32_t i = 0; i < width; ++i) scratch_[i] = ~domains_.current(extra)[i];
  add_term(extra, scratch_.data());
  add_term(base, domains_.current(extra));
  bump(extra);
  bump(base);
}

void Search::remove_term(PackageId p) {
  in_nogood_[p.value()] = false;
  const auto found = std::ranges::find(terms_, p);
  *found = terms_.back();
  terms_.pop_back();
}

// Weakens the term of p by the complement of `set`; what is left holds earlier, or at level 0, or
// always.
void Search::weaken_term(PackageId p, const Word* set, std::uint32_t position) {
  const TrailEntry& entry = domains_.trail()[position];
  const std::uint32_t width = domains_.width(p);
  const Word* initial = domains_.initial(p);
  Word* term = term_words_.data() + term_begin_[p.value()];
  for (std::uint32_t i = 0; i < width; ++i) term[i] |= initial[i] & ~set[i];
  if (entry.level == domains_.level()) --at_level_;
  const std::uint32_t earlier = domains_.satisfied_at(p, term, entry.previous);
  if (earlier == kNoEntry || domains_.trail()[earlier].level == 0) {
    if (earlier != kNoEntry && !in_level_zero_[p.value()]) {
      in_level_zero_[p.value()] = true;
      level_zero_.push_back(p);
    }
    remove_term(p);
    return;
  }
  satisfied_[p.value()] = earlier;
  if (domains_.trail()[earlier].level == domains_.level()) ++at_level_;
}

// Replaces the term of p by the other literals of the reason for its satisfying entry.
void Search::resolve(PackageId p) {
  const std::uint32_t position = satisfied_[p.value()];
  const TrailEntry& entry = domains_.trail()[position];
  const std::uint32_t width = domains_.width(p);
  bump(p);
  if (entry.reason.kind == Reason::Kind::kClause) {
    const ClauseId clause = entry.reason.value;
    clauses_.at(clause).used = true;
    follow({clauses_.at(clause).proof_step, p});
    for (const Literal& literal : clauses_.literals(clause)) {
      if (literal.package == p) {
        weaken_term(p, clauses_.set(literal), position);
      } else {
        add_term(literal.package, clauses_.set(literal));
        bump(literal.package);
      }
    }
  } else if (entry.reason.kind == Reason::Kind::kFromBase) {
    const PackageId base = base_of_[p.value()];
    Word* removed = scratch_.data();
    for (std::uint32_t i = 0; i < width; ++i) {
      removed[i] = domains_.at(entry.before)[i] & ~domains_.at(entry.after)[i];
    }
    follow({same_rank_axiom(p, removed), p});
    add_term(base, removed);
    bump(base);
    for (std::uint32_t i = 0; i < width; ++i) removed[i] = ~removed[i];
    weaken_term(p, removed, position);
  } else {
    PINCOMPILE_REQUIRE(entry.reason.kind == Reason::Kind::kFromExtra, "an entry with a reason");
    const TrailEntry& source = domains_.trail()[entry.reason.value];
    const Word* ranks = domains_.at(source.after);
    follow({same_rank_axiom(source.package, ranks), p});
    weaken_term(p, ranks, position);
    for (std::uint32_t i = 0; i < width; ++i) scratch_[i] = ~ranks[i];
    add_term(source.package, scratch_.data());
    bump(source.package);
  }
}

// False if an assumption stands in the way: a frame's level holds many literals, so it may have no
// UIP.
bool Search::reduce_to_unique_point() {
  for (std::size_t position = domains_.trail().size(); at_level_ > 1;) {
    PINCOMPILE_REQUIRE(position > 0, "terms lie on the trail");
    const TrailEntry& entry = domains_.trail()[--position];
    const PackageId p = entry.package;
    if (!in_nogood_[p.value()] || satisfied_[p.value()] != position) continue;
    if (entry.reason.kind == Reason::Kind::kAssumed) return false;
    resolve(p);
  }
  return at_level_ == 1;
}

// All that the reason of this entry needs is said by earlier terms or holds at level 0.
bool Search::is_implied(const TrailEntry& entry, PackageId p) {
  if (entry.reason.kind != Reason::Kind::kClause) return false;
  const Word* term = term_words_.data() + term_begin_[p.value()];
  for (const Literal& literal : clauses_.literals(entry.reason.value)) {
    const std::uint32_t width = domains_.width(literal.package);
    const Word* set = clauses_.set(literal);
    if (literal.package == p) {
      for (std::uint32_t i = 0; i < width; ++i) {
        if ((set[i] & domains_.initial(p)[i] & ~term[i]) != 0) return false;
      }
      continue;
    }
    const std::size_t q = literal.package.value();
    if (in_nogood_[q] && satisfied_[q] < satisfied_[p.value()] &&
        disjoint(term_words_.data() + term_begin_[q], set, width)) {
      continue;
    }
    for (std::uint32_t i = 0; i < width; ++i) {
      rest_[i] = domains_.initial(literal.package)[i] & ~set[i];
    }
    const std::uint32_t position = domains_.satisfied_at(literal.package, rest_.data());
    if (position != kNoEntry && domains_.trail()[position].level != 0) return false;
  }
  return true;
}

void Search::minimise() {
  std::ranges::sort(terms_, {}, [&](PackageId p) { return satisfied_[p.value()]; });
  removed_.clear();
  for (const PackageId p : terms_) {
    const TrailEntry& entry = domains_.trail()[satisfied_[p.value()]];
    if (entry.level != domains_.level() && is_implied(entry, p)) removed_.push_back(p);
  }
  // Latest first, so that each resolution finds its terms still there.
  for (std::size_t i = removed_.size(); i-- > 0;) {
    const PackageId p = removed_[i];
    const ClauseId clause = domains_.trail()[satisfied_[p.value()]].reason.value;
    follow({clauses_.at(clause).proof_step, p});
    for (const Literal& literal : clauses_.literals(clause)) {
      const std::size_t q = literal.package.value();
      if (literal.package == p || in_level_zero_[q]) continue;
      in_level_zero_[q] = true;
      level_zero_.push_back(literal.package);
    }
  }
  for (const PackageId p : removed_) remove_term(p);
}

void Search::close_level_zero() {
  if (!proof_.enabled()) return;
  for (const PackageId p : level_zero_) follow({proof_.unit(p), p});
}

void Search::bump(PackageId p) {
  activity_[p.value()] += increment_;
  if (bumped_at_[p.value()] == kNeverBumped) active_.push_back(p);
  if (bumped_at_[p.value()] != counters_.conflicts) {
    bumped_at_[p.value()] = counters_.conflicts;
    ++conflicts_of_[p.value()];
  }
}

void Search::decay() {
  constexpr std::uint64_t kLimit = std::uint64_t{1} << 60;
  increment_ += increment_ >> 2;
  if (increment_ < kLimit >> 8) return;
  for (std::uint64_t& activity : activity_) activity >>= 32;
  increment_ >>= 32;
}

std::uint32_t Search::levels_in_terms() {
  ++stamp_;
  std::uint32_t levels = 0;
  for (const PackageId p : terms_) {
    const std::uint32_t level = domains_.trail()[satisfied_[p.value()]].level;
    if (level_stamp_.size() <= level) level_stamp_.resize(2 * level + 64);
    if (level_stamp_[level] != stamp_) ++levels;
    level_stamp_[level] = stamp_;
  }
  return levels;
}

// Learns from a falsified constraint and backjumps; false, and nothing done, if there is no UIP.
bool Search::learn(const Falsified& falsified) {
  begin_analysis();
  add_terms_of(falsified);
  if (!reduce_to_unique_point()) return false;
  minimise();
  close_level_zero();
  const std::uint32_t lbd = levels_in_terms();
  // After sorting the unique point is last: it is the only one on this level.
  std::ranges::sort(terms_, std::greater<>(), [&](PackageId p) { return satisfied_[p.value()]; });
  const PackageId point = terms_.front();
  if (unique_points_query_[point.value()] != query_) unique_points_[point.value()] = 0;
  unique_points_query_[point.value()] = query_;
  if (++unique_points_[point.value()] >= 5) hot_ = true;
  attach_learned(lbd);
  decay();
  return true;
}

void Search::attach_learned(std::uint32_t lbd) {
  learned_.clear();
  const std::uint32_t step = proof_.begin(ProofKind::kDerived);
  for (const PackageId p : terms_) {
    const std::uint32_t width = domains_.width(p);
    const SetOffset set = clauses_.sets().allocate(width);
    Word* words = clauses_.sets().at(set);
    const Word* term = term_words_.data() + term_begin_[p.value()];
    for (std::uint32_t i = 0; i < width; ++i) words[i] = domains_.initial(p)[i] & ~term[i];
    proof_.literal(p, words, width);
    learned_.push_back({p, set});
  }
  proof_.antecedents(chain_);
  const Literal unit = learned_.front();
  if (learned_.size() == 1) {
    undo_to(0);
    narrow(unit.package, clauses_.sets().at(unit.set), {Reason::Kind::kFact, step});
    clauses_.sets().release(unit.set, domains_.width(unit.package));
    return;
  }
  // The second watch hangs on a value that its satisfying entry removed, else backjumping breaks
  // W2.
  const TrailEntry second = domains_.trail()[satisfied_[learned_[1].package.value()]];
  const std::uint32_t witness = first_common(domains_.at(second.before), clauses_.set(learned_[1]),
                                             domains_.width(second.package));
  undo_to(second.level);
  const ClauseId clause = clauses_.add(learned_, true);
  clauses_.at(clause).proof_step = step;
  clauses_.at(clause).lbd = lbd;
  clauses_.watch(clause, 0, unit.package,
                 first_common(domains_.current(unit.package), clauses_.set(unit),
                              domains_.width(unit.package)));
  clauses_.watch(clause, 1, second.package, witness);
  narrow(unit.package, clauses_.set(unit), {Reason::Kind::kClause, clause});
}

// A constraint falsified at level 0: there is no solution.
void Search::fail(const Falsified& falsified) {
  failed_ = true;
  if (!proof_.enabled()) return;
  begin_analysis();
  add_terms_of(falsified);
  close_level_zero();
  failure_proof_ = proof_.begin(ProofKind::kDerived);
  proof_.antecedents(chain_);
}

}  // namespace pincompile::solver
