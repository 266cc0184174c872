// PinWalk: whether all existing pins can stay, found without a search by following what they
// require, from the lines on.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "solver/demand.h"
#include "solver/fact_log.h"
#include "solver/options.h"
#include "solver/solution.h"

namespace pincompile::solver {

/// Asks for the facts that the search would ask for, in the same rounds, and ends at the first
/// package without a pin, and at the first pin that something forbids. If it gets through, its model
/// M has every package at rank 0, an existing pin, and no stage would choose otherwise (solver.md
/// 7):
///   S0  required packages are decided at their best rank, and no clause takes M's ranks away: M is
///       the first model. No pin is reluctant, so no guard is let go.
///   S1  a pin has lag 0: nothing is stale, every cap stays at the floor.
///   S2  no direct package lacks a pin and none is named (the solver sees to that): no target.
///   S3  M moves no pin: weight 0.
///   S4  no package has a rank better than 0: each is proven, and needs no certificate.
/// `greedy` ends with S0: there M is the answer too, without any claim.
class PinWalk {
 public:
  enum class Standing : std::uint8_t { kUnderWay, kKept, kGivenUp };

  /// Both outlive the walk.
  PinWalk(const Options& options, const Lowering& lowering)
      : options_(options), lowering_(lowering) {}

  void add_line(const Line& line);
  /// Goes on: kUnderWay = answer demand() first. Counts what is demanded.
  Standing step(Counters& counters);
  const Demand& demand() const { return demand_; }
  void ingest(std::span<const Fact> facts);
  void give_up() { standing_ = Standing::kGivenUp; }
  Standing standing() const { return standing_; }

  /// kKept: the answer, but for its counters.
  void tell(Solution& solution) const;
  const FactLog& facts() const { return log_; }

  /// kGivenUp: what was answered to this demand, if the walk had the same one at the same place.
  /// The span lives as long as the walk.
  std::optional<std::span<const Fact>> answer_again(const Demand& demand);

 private:
  struct Node {
    std::uint32_t page = kNoPage;  // number of its fact
    bool direct = false, selected = false;
    std::vector<SpecifierId> waiting = {};  // to be looked at when the page is known
    std::span<const Requirement> requirements = {};
  };
  struct Answered {
    Demand demand;
    std::size_t end;  // of its facts in the log
  };
  static constexpr std::uint32_t kNoPage = 0xFFFFFFFF;

  Node& node(PackageId p);
  const PageFact* page(PackageId p) const;
  void select(PackageId p);
  void limit(PackageId p, SpecifierId specifier);
  bool admits(const PageFact& page, SpecifierId specifier) const;
  void take_page(const PageFact& page);
  void take_metadata(const Fact& fact);
  bool may_fetch(Counters& counters);

  const Options& options_;
  const Lowering& lowering_;
  Standing standing_ = Standing::kUnderWay;
  FactLog log_;
  std::vector<Node> nodes_;
  std::vector<PackageId> direct_;
  Demand demand_;  // while it is open, then the next one
  std::vector<Answered> answered_;
  std::size_t again_ = 0;             // next of answered_ to be used again
  std::vector<std::uint32_t> order_;  // scratch
};

}  // namespace pincompile::solver
