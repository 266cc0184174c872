// Propagation to a fixpoint with value witnesses (solver.md 5.1). Also the EQ schema between an
// extra and its package (4.2), and the ways in which clauses enter at level 0 (4.3, 4.4).
// SPDX-License-Identifier: MIT
#include "solver/search.h"
#include "support/require.h"

namespace pincompile::solver {

void Search::add_package(PackageId package, std::uint32_t count, const Word* initial) {
  domains_.add(package, count, initial);
  clauses_.add_package(package, count);
  const std::size_t size = domains_.size();
  const std::uint32_t width = domains_.width(package);
  for (auto* column : {&satisfied_, &unique_points_, &unique_points_query_}) column->resize(size);
  term_begin_.resize(size);
  term_begin_[package.value()] = static_cast<std::uint32_t>(term_words_.size());
  term_words_.resize(term_words_.size() + width);
  if (scratch_.size() < width) scratch_.resize(width);
  if (rest_.size() < width) rest_.resize(width);
  in_nogood_.resize(size);
  in_level_zero_.resize(size);
  activity_.resize(size);
  conflicts_of_.resize(size);
  bumped_at_.resize(size, kNeverBumped);
  active_.reserve(size);
  for (auto* list : {&terms_, &removed_, &level_zero_}) list->reserve(size);
  learned_.reserve(size);
  if (level_stamp_.size() < 2 * size) level_stamp_.resize(2 * size + 64);
  base_of_.resize(size);
  extras_of_.resize(size);
  if (!proof_.enabled()) return;
  proof_.set_unit(package, proof_.begin(ProofKind::kDomain));
  proof_.literal(package, initial, width);
}

void Search::tie_extra(PackageId extra, PackageId base) {
  base_of_[extra.value()] = base;
  extras_of_[base.value()].push_back(extra);
  const std::uint32_t width = domains_.width(base);
  copy(scratch_.data(), domains_.current(base), width);
  put(scratch_.data(), domains_.count(base));
  narrow(extra, scratch_.data(), {Reason::Kind::kFromBase, 0});
}

void Search::add_unit(PackageId package, const Word* set, std::uint32_t proof_step) {
  if (failed_) return;
  const std::uint32_t width = domains_.width(package);
  if (!disjoint(domains_.current(package), set, width)) {
    narrow(package, set, {Reason::Kind::kFact, proof_step});
    return;
  }
  failed_ = true;
  failure_proof_ = proof_.begin(ProofKind::kDerived);
  if (!proof_.enabled()) return;
  const ProofAntecedent chain[] = {{proof_step, {}}, {proof_.unit(package), package}};
  proof_.antecedents(chain);
}

ClauseId Search::add_binary(Literal growable, Literal other, std::uint32_t proof_step) {
  const Literal literals[] = {growable, other};
  const ClauseId clause = clauses_.add(literals, false);
  clauses_.at(clause).proof_step = proof_step;
  attach(clause);
  return clause;
}

void Search::grow_dependency(ClauseId clause, std::uint32_t rank, std::uint32_t proof_step) {
  clauses_.unwatch(clause);
  // Slots may have been swapped by propagation only in longer clauses: slot 0 is the growable one.
  drop(clauses_.sets().at(clauses_.first_literal(clause)->set), rank);
  clauses_.at(clause).proof_step = proof_step;
  attach(clause);
}

void Search::attach(ClauseId clause) {
  PINCOMPILE_REQUIRE(domains_.level() == 0, "facts enter at level 0");
  const Literal* literals = clauses_.first_literal(clause);
  std::uint32_t witness[2] = {};
  bool possible[2] = {}, is_true = false;
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    const PackageId p = literals[slot].package;
    const Word* set = clauses_.set(literals[slot]);
    const std::uint32_t width = domains_.width(p);
    witness[slot] = first_common(domains_.current(p), set, width);
    possible[slot] = witness[slot] != kNoValue;
    if (!possible[slot]) witness[slot] = first(set, width);
    is_true = is_true || subset(domains_.current(p), set, width);
  }
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    if (is_true) {
      clauses_.rest(clause, slot, witness[slot]);
    } else {
      clauses_.watch(clause, slot, literals[slot].package, witness[slot]);
    }
  }
  if (is_true) return;
  if (!possible[0] && !possible[1]) {
    if (!pending_) pending_ = {Falsified::Kind::kClause, clause};
    return;
  }
  for (std::uint32_t slot = 0; slot < 2; ++slot) {
    if (possible[1 - slot]) continue;
    const Literal literal = literals[slot];
    narrow(literal.package, clauses_.set(literal), {Reason::Kind::kClause, clause});
  }
}

void Search::narrow(PackageId p, const Word* set, Reason why) {
  if (!domains_.narrow(p, set, why)) return;
  ++counters_.propagations;
  counters_.ticks += domains_.width(p) / 8;
  if (proof_.enabled() && domains_.level() == 0) derive_unit(p, why);
}

std::uint32_t Search::same_rank_axiom(PackageId extra, const Word* ranks) {
  const PackageId base = base_of_[extra.value()];
  const std::uint32_t width = domains_.width(base);
  const std::uint32_t step = proof_.begin(ProofKind::kSameRank);
  if (!proof_.enabled()) return step;
  for (std::uint32_t i = 0; i < width; ++i) rest_[i] = domains_.initial(extra)[i] & ~ranks[i];
  proof_.literal(extra, rest_.data(), width);
  for (std::uint32_t i = 0; i < width; ++i) rest_[i] = domains_.initial(base)[i] & ranks[i];
  proof_.literal(base, rest_.data(), width);
  return step;
}

void Search::derive_unit(PackageId p, Reason why) {
  const TrailEntry& entry = domains_.trail().back();
  const std::uint32_t width = domains_.width(p);
  std::vector<ProofAntecedent> chain;
  if (why.kind == Reason::Kind::kFact) {
    chain.push_back({why.value, {}});
  } else if (why.kind == Reason::Kind::kClause) {
    chain.push_back({clauses_.at(why.value).proof_step, {}});
    for (const Literal& literal : clauses_.literals(why.value)) {
      if (literal.package != p) {
        chain.push_back({proof_.unit(literal.package), literal.package});
      }
    }
  } else if (why.kind == Reason::Kind::kFromBase) {
    std::vector<Word> removed(width);
    for (std::uint32_t i = 0; i < width; ++i) {
      removed[i] = domains_.at(entry.before)[i] & ~domains_.at(entry.after)[i];
    }
    chain.push_back({same_rank_axiom(p, removed.data()), {}});
    chain.push_back({proof_.unit(base_of_[p.value()]), base_of_[p.value()]});
  } else {
    const TrailEntry& source = domains_.trail()[why.value];
    chain.push_back({same_rank_axiom(source.package, domains_.at(source.after)), {}});
    chain.push_back({proof_.unit(source.package), source.package});
  }
  chain.push_back({proof_.unit(p), p});
  const std::uint32_t step = proof_.begin(ProofKind::kDerived);
  proof_.literal(p, domains_.current(p), width);
  proof_.antecedents(chain);
  proof_.set_unit(p, step);
}

Search::Falsified Search::propagate() {
  if (pending_) {
    const Falsified found = pending_;
    pending_ = {};
    return found;
  }
  while (head_ < domains_.trail().size()) {
    const TrailEntry entry = domains_.trail()[head_++];
    if (const Falsified found = propagate_extras(entry.package)) return found;
    const std::uint32_t width = domains_.width(entry.package);
    for (std::uint32_t i = 0; i < width; ++i) {
      Word gone = domains_.at(entry.before)[i] & ~domains_.at(entry.after)[i] &
                  clauses_.watched(entry.package)[i];
      for (; gone != 0; gone &= gone - 1) {
        const std::uint32_t value = 64 * i + static_cast<std::uint32_t>(std::countr_zero(gone));
        if (const Falsified found = visit_list(entry.package, value)) return found;
      }
    }
  }
  check_invariants();
  return {};
}

Search::Falsified Search::propagate_extras(PackageId package) {
  for (const PackageId extra : extras_of_[package.value()]) {
    const std::uint32_t width = domains_.width(extra);
    if (domains_.required(extra) &&
        disjoint(domains_.current(extra), domains_.current(package), width)) {
      return {Falsified::Kind::kExtra, extra.value()};
    }
    copy(scratch_.data(), domains_.current(package), width);
    put(scratch_.data(), domains_.count(extra));
    narrow(extra, scratch_.data(), {Reason::Kind::kFromBase, 0});
  }
  const PackageId base = base_of_[package.value()];
  if (base.is_none() || !domains_.required(package)) return {};
  const std::uint32_t width = domains_.width(base);
  if (disjoint(domains_.current(package), domains_.current(base), width)) {
    return {Falsified::Kind::kExtra, package.value()};
  }
  copy(scratch_.data(), domains_.current(package), width);
  narrow(base, scratch_.data(), {Reason::Kind::kFromExtra, domains_.last_entry(package)});
  return {};
}

// Most of the time goes here: inlined into all that surrounds it, the loop lacks registers.
[[gnu::noinline]] Search::Falsified Search::visit_list(PackageId package, std::uint32_t value) {
  std::uint32_t* link = clauses_.list(package, value);
  const std::uint32_t width = domains_.width(package);
  std::uint64_t visits = 0;
  // Clauses that are true for good leave their lists; only now and then, since looking for them
  // costs as much as a visit.
  const bool sweeps = counters_.decisions % 8 == 0;
  Falsified falsified;
  while (*link != kNoNode && !falsified) {
    const std::uint32_t node = *link;
    ++visits;
    const Literal other = clauses_.other(node);
    const std::uint32_t other_width = domains_.width(other.package);
    const Word* other_set = clauses_.set(other);
    if (subset(domains_.current(other.package), other_set, other_width)) {
      if (sweeps && domains_.always_lies_in(other.package, other_set)) {
        *link = *clauses_.next(node);
      } else {
        link = clauses_.next(node);
      }
      continue;
    }
    const std::uint32_t next_witness =
        first_common(domains_.current(package), clauses_.set(clauses_.literal(node)), width);
    if (next_witness != kNoValue) {
      *link = *clauses_.next(node);
      clauses_.watch_node(node, package, next_witness);
      continue;
    }
    if (find_new_watch(node, link)) continue;
    link = clauses_.next(node);
    if (disjoint(domains_.current(other.package), other_set, other_width)) {
      falsified = {Falsified::Kind::kClause, node / 2};
    } else {
      narrow(other.package, other_set, {Reason::Kind::kClause, node / 2});
    }
  }
  if (*clauses_.list(package, value) == kNoNode) drop(clauses_.watched(package), value);
  counters_.visits += visits;
  counters_.ticks += visits;
  return falsified;
}

// Moves the node to a literal beyond the first two that is still possible.
bool Search::find_new_watch(std::uint32_t node, std::uint32_t* link) {
  Clause& clause = clauses_.at(node / 2);
  Literal* literals = clauses_.first_literal(clause);
  Literal& mine = literals[node & 1];
  // Once around, from where the last search ended (saved positions as in CaDiCaL).
  std::uint32_t k = clause.search_at;
  for (std::uint32_t left = clause.size - 2; left > 0; --left, ++k) {
    if (k >= clause.size) k = 2;
    const Literal candidate = literals[k];
    const std::uint32_t support =
        first_common(domains_.current(candidate.package), clauses_.set(candidate),
                     domains_.width(candidate.package));
    if (support == kNoValue) continue;
    literals[k] = mine;
    mine = candidate;
    clause.search_at = k;
    clauses_.set_literal(node, candidate);
    *link = *clauses_.next(node);
    clauses_.watch_node(node, candidate.package, support);
    return true;
  }
  return false;
}

}  // namespace pincompile::solver
