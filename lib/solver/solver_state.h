// Solver::State: the parts of a solve and the questions that its loop asks of them.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "solver/descent.h"
#include "solver/reluctance.h"
#include "solver/solver.h"

namespace pincompile::solver {

struct Solver::State {
  State(const Options& options, const Lowering& lowering);

  // solver_state.cc
  bool next_query();
  bool next_stage();
  Verdict search(std::uint64_t deadline);
  bool add_broken_guards();
  void finish();
  void fail();
  bool is_spent() const;

  Options options;
  Search engine;
  Problem problem;
  Rounds rounds;
  Solution solution;
  Core core;
  Context context;
  ReluctanceGuard reluctance;
  std::unique_ptr<QueryStage> stage;
  int stage_number = -1;
  SearchLimits limits;
  bool asked = false;             // a query is under way
  bool early = false;             // finish_early()
  std::uint32_t permissions = 0;  // when S0 ended
  Step result = Step::kWorking;
};

}  // namespace pincompile::solver
