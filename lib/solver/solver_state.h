// Solver::State: the parts of a solve and the questions that its loop asks of them.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "solver/freshness.h"
#include "solver/least_change.h"
#include "solver/pin_walk.h"
#include "solver/reluctance.h"
#include "solver/solver.h"

namespace pincompile::solver {

struct Solver::State {
  State(const Options& options, const Lowering& lowering);

  // solver_state.cc
  void add_line(const Line& line);
  bool follow_pins();
  bool all_pins_kept() const;
  bool answer_again();
  bool next_query();
  bool next_stage();
  bool must_start_again() const;
  void start_again();
  Verdict search(std::uint64_t deadline);
  bool add_broken_guards(std::span<const Choice> selection);
  void finish();
  void fail();
  std::uint64_t conflicts_left() const;
  bool is_spent() const;

  Options options;
  Search engine;
  Problem problem;
  Rounds rounds;
  std::optional<PinWalk> walk;  // until its facts are of no more use
  bool following = false;       // the walk is under way
  Solution solution;
  Core core;
  Context context;
  ReluctanceGuard reluctance;
  Staleness staleness;
  CapGuard direct_caps, caps;
  KeptPinGuard kept_pins;
  std::unique_ptr<QueryStage> stage;
  int stage_number = -1;
  bool skipped_pins = false;  // S2 and S3 had nothing to do: no package had a pin
  SearchLimits limits;
  bool asked = false;             // a query is under way
  bool early = false;             // finish_early()
  std::uint32_t permissions = 0;  // when S0 began
  Step result = Step::kWorking;
};

}  // namespace pincompile::solver
