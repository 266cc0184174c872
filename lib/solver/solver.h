// Solver: pins packages to ranks, exactly and without I/O. Our own lazy finite-domain CDCL with set
// literals; facts come in rounds, the objective is reached by a descent of queries (solver.md).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "solver/demand.h"
#include "solver/fact_log.h"
#include "solver/facts.h"
#include "solver/options.h"
#include "solver/proof.h"
#include "solver/solution.h"

namespace pincompile::solver {

enum class Step : std::uint8_t {
  kNeedsFacts,     ///< answer demand(), call ingest() once with all answers, then step()
  kWorking,        ///< the ticks of this step are used up: call again
  kFinished,       ///< solution()
  kUnsatisfiable,  ///< core()
  kOutOfBudget     ///< no solution known: busiest()
};

/// One solve, one output. To cancel: do not call step() again.
///
/// threads  one at a time
/// order    lines and targets first, in input order; then step()
class Solver {
 public:
  /// `lowering` outlives the solver.
  Solver(const Options& options, const Lowering& lowering);
  ~Solver();
  Solver(const Solver&) = delete;
  Solver& operator=(const Solver&) = delete;

  /// For a line with extras: one call for the package, then one for each of its extras, same group.
  void add_root(const Requirement& requirement, GroupId group);
  void add_constraint(const Requirement& requirement, GroupId group);
  /// Packages to upgrade (`-P`) beside the new lines, which the solver sees itself.
  void set_targets(std::span<const PackageId> packages);

  Step step(std::uint64_t ticks);
  const Demand& demand() const;
  /// Facts in any order; what is already known is skipped.
  void ingest(std::span<const Fact> facts);
  /// No more searching (the caller's clock ran out): the next step() gives what is known.
  void finish_early();

  const Solution& solution() const;
  const Core& core() const;
  std::vector<Busy> busiest() const;
  const FactLog& facts() const;
  const Counters& counters() const;
  /// Empty unless Options::record_proof.
  const ProofLog& proof() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace pincompile::solver
