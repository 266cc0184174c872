// Explainer: a second, cold solver over the facts of a first one, with input lines and exclusion
// codes as assumptions (solver.md 10). So cores name them. Data only; words are the caller's.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "solver/solver.h"

namespace pincompile::solver {

/// A node of the derivation of a refutation. `kind` and `subject` as in ProofStep; groups and
/// exclusion codes appear as leaves kRoot, kConstraint, kExcluded. Domains are left out: they say
/// nothing.
struct DerivationNode {
  ProofKind kind = ProofKind::kNone;
  std::uint32_t subject = 0;
  struct Literal {
    PackageId package = {};
    std::vector<Word> set = {};  ///< bit count(package) = absent
  };
  std::vector<Literal> literals = {};
  std::vector<std::uint32_t> antecedents = {};  ///< earlier nodes
};
/// Topologically ordered; the last node has no literals and closes the refutation.
struct Derivation {
  std::vector<DerivationNode> nodes = {};
};

/// Dropping these lines makes the problem solvable. The packages they name stay required.
struct Relaxation {
  std::vector<GroupId> groups = {};
  std::vector<Choice> nearest = {};  ///< for each package so freed its rank nearest to the old set
  std::vector<Choice> model = {};    ///< a solution with these
};

/// Ask one question, then step() as with Solver until kFinished, kUnsatisfiable or kOutOfBudget;
/// then the next one, if there is. Facts that a demand asks for and that the caller does not know
/// (offline) may be left out of the answer: the core is then perhaps not minimal, and says so.
class Explainer {
 public:
  Explainer(const Options& options, const Lowering& lowering, const FactLog& facts);
  ~Explainer();
  Explainer(const Explainer&) = delete;
  Explainer& operator=(const Explainer&) = delete;

  /// Why is there no solution? kUnsatisfiable: core(), derivation(). kFinished: there is one.
  void ask_conflict();
  /// May the package have one of these ranks? kUnsatisfiable: core() says which lines forbid it
  /// (empty: the facts alone); kFinished: model() has it.
  void ask_possible(PackageId package, Bits ranks);
  /// Which lines to drop. kFinished: relaxations(), smallest first, at most five, maybe none.
  void ask_relaxations();

  Step step(std::uint64_t ticks);
  const Demand& demand() const;
  void ingest(std::span<const Fact> facts);

  const Core& core() const;
  const Derivation& derivation() const;
  const std::vector<Choice>& model() const;
  const std::vector<Relaxation>& relaxations() const;
  const ProofLog& proof() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile::solver
