// Proof logs: each one is accepted as it is and refused when it is damaged. What a damaged proof is
// says a second, word-wise resolution written here, so that no harmless mutation is counted.
// SPDX-License-Identifier: MIT
#include "proof_checker.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "judge.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

using solver::ProofKind;
using solver::ProofLog;
using Resolvent = std::map<std::uint32_t, std::vector<Word>>;

/// What the antecedents of a step give; false if they do not fit together.
bool resolve(const ProofLog& log, std::uint32_t number, Resolvent& sum) {
  sum.clear();
  bool first = true;
  for (const solver::ProofAntecedent& from : log.antecedents_of(log.steps[number])) {
    if (from.step == 0 || from.step >= number) return false;
    const bool fits = first == from.pivot.is_none() && (first || sum.contains(from.pivot.value()));
    if (!fits) return false;
    bool has_pivot = first;
    for (const solver::ProofLiteral& literal : log.literals_of(log.steps[from.step])) {
      const Bits set = log.set_of(literal);
      const bool is_pivot = !first && literal.package == from.pivot;
      has_pivot = has_pivot || is_pivot;
      auto& own = sum.try_emplace(literal.package.value(), set.size(), Word{0}).first->second;
      for (std::size_t i = 0; i < set.size(); ++i)
        own[i] = is_pivot ? own[i] & set[i] : own[i] | set[i];
    }
    if (!has_pivot) return false;
    first = false;
  }
  return !first;
}

/// True if the step does not follow from its antecedents (derived) or refute itself (core).
bool is_broken(const ProofLog& log, std::uint32_t number) {
  Resolvent sum;
  if (!resolve(log, number, sum)) return true;
  const solver::ProofStep& step = log.steps[number];
  std::map<std::uint32_t, std::vector<Word>> stated;
  for (const solver::ProofLiteral& literal : log.literals_of(step)) {
    const Bits set = log.set_of(literal);
    const bool core = step.kind == ProofKind::kCore;
    auto& own = stated.try_emplace(literal.package.value(), set.size(), core ? ~Word{0} : Word{0})
                    .first->second;
    for (std::size_t i = 0; i < set.size(); ++i) own[i] = core ? own[i] & set[i] : set[i];
  }
  for (const auto& [p, set] : sum) {
    const auto place = stated.find(p);
    for (std::size_t i = 0; i < set.size(); ++i) {
      const Word said = place == stated.end() ? (step.kind == ProofKind::kCore ? ~Word{0} : Word{0})
                                              : place->second[i];
      if ((set[i] & (step.kind == ProofKind::kCore ? said : ~said)) != 0) return true;
    }
  }
  return false;
}

/// One random change of one step; a copy of the step's lists is appended, so that no other step is
/// touched.
class Mutation {
 public:
  Mutation(const ProofLog& log, SplitMix& random) : mutated(log), random_(random) {}

  /// False if the change left the proof sound.
  bool apply() {
    const auto number = static_cast<std::uint32_t>(1 + random_.below(mutated.steps.size() - 1));
    const solver::ProofStep before = mutated.steps[number];
    const bool derived = before.kind == ProofKind::kDerived || before.kind == ProofKind::kCore;
    if (!derived) return strengthen_axiom(number);
    own_lists(number);
    switch (random_.below(5)) {
      case 0:
        return clear_value(number) && is_broken(mutated, number);
      case 1:
        return redirect(number) && is_broken(mutated, number);
      case 2:
        return other_pivot(number) && is_broken(mutated, number);
      case 3:
        return drop_antecedent(number) && is_broken(mutated, number);
      default:
        return drop_literal(number) && is_broken(mutated, number);
    }
  }

  ProofLog mutated;

 private:
  void own_lists(std::uint32_t number) {
    solver::ProofStep& step = mutated.steps[number];
    const std::vector<solver::ProofLiteral> literals(mutated.literals_of(step).begin(),
                                                     mutated.literals_of(step).end());
    const std::vector<solver::ProofAntecedent> antecedents(mutated.antecedents_of(step).begin(),
                                                           mutated.antecedents_of(step).end());
    const auto tags_begin = static_cast<std::uint32_t>(mutated.tags.size());
    for (std::size_t i = 0; step.kind == ProofKind::kCore && i < literals.size(); ++i) {
      mutated.tags.push_back(mutated.tags[step.tags_begin + i]);
    }
    step.tags_begin = tags_begin;
    step.literals_begin = static_cast<std::uint32_t>(mutated.literals.size());
    for (solver::ProofLiteral literal : literals) {
      const auto set = mutated.set_of(literal);
      const std::vector<Word> words(set.begin(), set.end());
      literal.words_begin = static_cast<std::uint32_t>(mutated.words.size());
      mutated.words.insert(mutated.words.end(), words.begin(), words.end());
      mutated.literals.push_back(literal);
    }
    step.literals_end = static_cast<std::uint32_t>(mutated.literals.size());
    step.antecedents_begin = static_cast<std::uint32_t>(mutated.antecedents.size());
    mutated.antecedents.insert(mutated.antecedents.end(), antecedents.begin(), antecedents.end());
    step.antecedents_end = static_cast<std::uint32_t>(mutated.antecedents.size());
  }

  /// A value that the axiom's fact allows is taken out: no longer a fact.
  bool strengthen_axiom(std::uint32_t number) {
    const ProofKind kind = mutated.steps[number].kind;
    // Where the fact says exactly this set: the domain, a line, an unavailable rank.
    if (kind != ProofKind::kDomain && kind != ProofKind::kRoot && kind != ProofKind::kUnavailable) {
      return false;
    }
    own_lists(number);
    return clear_value(number);
  }

  bool clear_value(std::uint32_t number) {
    const solver::ProofStep& step = mutated.steps[number];
    if (step.literals_begin == step.literals_end) return false;
    const auto count = step.literals_end - step.literals_begin;
    const solver::ProofLiteral& literal =
        mutated.literals[step.literals_begin + random_.below(count)];
    std::vector<std::size_t> members;
    for (std::size_t v = 0; v < std::size_t{literal.words_count} * 64; ++v) {
      if (test_bit(mutated.set_of(literal), v)) members.push_back(v);
    }
    if (members.empty()) return false;
    clear_bit(std::span(mutated.words).subspan(literal.words_begin, literal.words_count),
              members[random_.below(members.size())]);
    return true;
  }

  solver::ProofAntecedent& any_antecedent(std::uint32_t number) {
    const solver::ProofStep& step = mutated.steps[number];
    return mutated.antecedents[step.antecedents_begin +
                               random_.below(step.antecedents_end - step.antecedents_begin)];
  }

  bool redirect(std::uint32_t number) {
    any_antecedent(number).step = static_cast<std::uint32_t>(random_.below(mutated.steps.size()));
    return true;
  }

  bool other_pivot(std::uint32_t number) {
    solver::ProofAntecedent& from = any_antecedent(number);
    const solver::ProofLiteral& any = mutated.literals[random_.below(mutated.literals.size())];
    from.pivot = from.pivot == any.package ? solver::PackageId::none() : any.package;
    return true;
  }

  bool drop_antecedent(std::uint32_t number) {
    solver::ProofStep& step = mutated.steps[number];
    const auto begin = mutated.antecedents.begin() + step.antecedents_begin;
    const auto victim = begin + static_cast<std::ptrdiff_t>(
                                    random_.below(step.antecedents_end - step.antecedents_begin));
    mutated.antecedents.erase(victim);  // the lists of this step are the last ones
    --step.antecedents_end;
    return true;
  }

  bool drop_literal(std::uint32_t number) {
    solver::ProofStep& step = mutated.steps[number];
    if (step.literals_begin == step.literals_end) return false;
    const auto at = random_.below(step.literals_end - step.literals_begin);
    mutated.literals.erase(mutated.literals.begin() + step.literals_begin +
                           static_cast<std::ptrdiff_t>(at));
    if (step.kind == ProofKind::kCore) {
      mutated.tags.erase(mutated.tags.begin() + step.tags_begin + static_cast<std::ptrdiff_t>(at));
    }
    --step.literals_end;
    return true;
  }

  SplitMix& random_;
};

Universe problem(std::uint64_t seed) {
  SplitMix random(seed);
  if (seed % 4 == 0) return php(3 + seed % 3);
  if (seed % 4 == 1) return random_graph(12, 6, 3, 0.4, seed);
  Universe u = seed % 4 == 2 ? tiny_rooted(seed) : tiny_mixed(seed);
  spice(u, {.pins = true, .stamps = true, .extras = true, .selves = true}, random);
  return u;
}

}  // namespace

TEST(Proof, EveryRefutationAndCertificateIsAcceptedAndEveryDamagedOneRefused) {
  const std::uint64_t wanted = property_rounds(300);
  std::uint64_t refused = 0, proofs = 0, refutations = 0;
  for (std::uint64_t seed = 1; refused < wanted; ++seed) {
    ASSERT_LT(seed, 100 + wanted * 10) << "hardly any mutation breaks a proof";
    const Universe u = problem(seed);
    UniverseDriver world(u);
    solver::Options options;
    options.record_proof = true;
    solver::Solver solver(options, world);
    world.state_lines(solver);
    const solver::Step step = world.run(solver);
    const ProofLog& log = solver.proof();
    ASSERT_EQ(proof_error(log, world), "") << "seed " << seed;
    ++proofs;
    if (step == solver::Step::kUnsatisfiable) {
      ++refutations;
      ASSERT_EQ(refutation_error(log, solver.core().proof_step), "") << "seed " << seed;
    } else {
      ASSERT_EQ(step, solver::Step::kFinished) << "seed " << seed;
      ASSERT_EQ(certificate_error(log, solver.solution(), world), "") << "seed " << seed;
    }
    if (log.steps.size() < 2) continue;
    SplitMix random(seed);
    for (int attempt = 0; attempt < 30; ++attempt) {
      Mutation mutation(log, random);
      if (!mutation.apply()) continue;
      ASSERT_NE(proof_error(mutation.mutated, world), "") << "seed " << seed << ", " << attempt;
      ++refused;
    }
  }
  RecordProperty("proofs", std::to_string(proofs));
  RecordProperty("refutations", std::to_string(refutations));
  RecordProperty("refused", std::to_string(refused));
}

TEST(Proof, OnlyTheEmptyClauseIsARefutation) {
  const Universe u = php(3);
  UniverseDriver world(u);
  solver::Options options;
  options.record_proof = true;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  ASSERT_EQ(world.run(solver), solver::Step::kUnsatisfiable);
  const ProofLog& log = solver.proof();
  for (std::uint32_t step = 0; step < log.steps.size(); ++step) {
    const bool empty = step > 0 && log.steps[step].kind == ProofKind::kDerived &&
                       log.literals_of(log.steps[step]).empty();
    EXPECT_EQ(refutation_error(log, step).empty(), empty) << step;
  }
}

}  // namespace pincompile::oracle
