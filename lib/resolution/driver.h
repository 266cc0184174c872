// Driver: runs a solver to its answer. step() -> demand -> ask, wait until all is there -> encode
// and ingest in canonical order -> step() (architecture.md 1.1, 1.3).
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "pincompile/clock.h"
#include "pincompile/observer.h"
#include "resolution/encoder.h"
#include "resolution/lookahead.h"
#include "solver/solver.h"

namespace pincompile {

class Driver {
 public:
  /// `observer` may be null. `deadline`: from then on a solver gives what it has.
  Driver(Encoder& encoder, Lookahead& lookahead, Clock& clock, ResolveObserver* observer,
         std::optional<std::chrono::steady_clock::time_point> deadline)
      : encoder_(encoder),
        lookahead_(lookahead),
        clock_(clock),
        observer_(observer),
        deadline_(deadline) {}

  /// errors   kCancelled; what the world answered where the answer depends on it.
  Result<solver::Step> run(solver::Solver& solver);
  /// Whether the deadline came before the last answer.
  bool is_late() const { return late_; }

 private:
  template <class Engine, class Late>
  Result<solver::Step> drive(Engine& engine, Late late);
  Result<void> answer(const solver::Demand& demand, std::vector<solver::Fact>& facts);
  void ask(const solver::Demand& demand);
  void lead(const solver::Demand& demand);
  Result<void> wait(const solver::Demand& demand);
  bool settled(const solver::Demand& demand);
  Result<void> encode_pages(const solver::Demand& demand, std::vector<solver::Fact>& facts);
  Result<void> encode_metadata(const solver::Demand& demand, std::vector<solver::Fact>& facts);
  void sort(std::vector<PackageId>& packages) const;
  bool is_page_settled(PackageId package) const;
  bool is_metadata_settled(const solver::Choice& choice) const;
  void report(const solver::Counters& counters);

  Encoder& encoder_;
  Lookahead& lookahead_;
  Clock& clock_;
  ResolveObserver* observer_;
  std::optional<std::chrono::steady_clock::time_point> deadline_;
  bool late_ = false;
  bool looks_ahead_ = false;                ///< a round had to wait for the world
  std::vector<FactBook::Arrival> arrived_;  // not yet shown to lookahead
};

/// The run was stopped by its observer.
Error cancelled_error();

}  // namespace pincompile
