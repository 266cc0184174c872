// The proof log: clauses over sets of ranks, each an axiom or derived from earlier ones by set
// resolution (solver.md 10.4). So an independent checker needs no solver.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/ids.h"
#include "solver/solution.h"
#include "support/words.h"

namespace pincompile::solver {

/// A value of package p is a rank 0..n-1 or "absent", bit n; a set is (n + 64) / 64 words. A clause
/// is a list of literals (package, set), "the value of package lies in set", at most one per
/// package. All sets are cut to the initial domain; an axiom may be weaker than its fact, never
/// stronger.
///
/// Antecedents: the first is the start, its pivot is none. Each further one, (step, pivot p), is
/// resolved with what there is so far: the sets of p are intersected, those of other packages
/// united, literals with empty sets vanish. The result lies within the stated literals, set by set.
enum class ProofKind : std::uint8_t {
  kNone,
  kDomain,       ///< axiom: the one literal is the initial domain, admissible ranks and absent
  kRoot,         ///< axiom: one literal, package in the ranks of root line `subject` (a group)
  kConstraint,   ///< axiom: one literal, package in the ranks of constraint `subject`, or absent
  kDependency,   ///< axiom: literals (p, not A), (q, B): each rank of A requires q to be in B; the
                 ///< literal of p comes first; that of q is missing if B is empty
  kSameRank,     ///< axiom: literals (x, not X), (p, X) of an extra x of p, in this order
  kUnavailable,  ///< axiom: one literal, the initial domain without rank `subject`
  kExcluded,     ///< axiom (Explainer): one literal, package without its ranks of code `subject`
  kDerived,      ///< follows from its antecedents; without literals: there is no solution
  kCore  ///< the antecedents give a clause that is false under the assumptions, which are the
         ///< literals of this step: any number per package, `tags` parallel to them
};

struct ProofLiteral {
  PackageId package = {};
  std::uint32_t words_begin = 0;
  std::uint32_t words_count = 0;
};

struct ProofAntecedent {
  std::uint32_t step = 0;
  PackageId pivot = {};
};

struct ProofStep {
  ProofKind kind = ProofKind::kNone;
  std::uint32_t subject = 0;
  std::uint32_t literals_begin = 0, literals_end = 0;
  std::uint32_t antecedents_begin = 0, antecedents_end = 0;
  std::uint32_t tags_begin = 0;  ///< kCore: one per literal
};

/// Step numbers are positions in `steps`; step 0 is an unused dummy.
struct ProofLog {
  std::vector<ProofStep> steps = {};
  std::vector<ProofLiteral> literals = {};
  std::vector<ProofAntecedent> antecedents = {};
  std::vector<Tag> tags = {};
  std::vector<Word> words = {};

  Bits set_of(const ProofLiteral& literal) const {
    return Bits(words).subspan(literal.words_begin, literal.words_count);
  }
  std::span<const ProofLiteral> literals_of(const ProofStep& step) const {
    return std::span(literals).subspan(step.literals_begin,
                                       step.literals_end - step.literals_begin);
  }
  std::span<const ProofAntecedent> antecedents_of(const ProofStep& step) const {
    return std::span(antecedents)
        .subspan(step.antecedents_begin, step.antecedents_end - step.antecedents_begin);
  }
};

}  // namespace pincompile::solver
