// S4, layered order: every package at its best rank given the pins before it, direct packages
// first, then layer by layer (solver.md 7.6). The descent asks for something better until that
// fails; the failed assumptions are the pin's certificate.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/stage.h"

namespace pincompile::solver {

/// Brings one package to its best value under the frames that stand.
class Descent {
 public:
  explicit Descent(Context& context) : context_(context) {}

  /// or_absent: for a package that may be left out, which is as good as the best rank.
  void start(PackageId package, bool or_absent);
  Ask next_query(SearchLimits& limits);
  void on_answer(Verdict verdict);

  PackageId package() const { return package_; }
  bool is_proven() const { return proven_; }
  std::span<const Tag> core() const { return core_; }
  std::uint32_t proof_step() const { return proof_step_; }

 private:
  enum class Phase : std::uint8_t { kSettle, kJudge, kProbe, kDone };
  void judge();
  void keep_core();
  bool better_values();

  Context& context_;
  PackageId package_;
  bool or_absent_ = false;
  Phase phase_ = Phase::kDone;
  bool proven_ = false;
  std::vector<Tag> core_;
  std::uint32_t proof_step_ = 0;
  std::vector<Word> better_;
};

class Layered : public QueryStage {
 public:
  explicit Layered(Context& context) : context_(context), descent_(context) {}
  Ask next_query(SearchLimits& limits) override;
  void on_answer(Verdict verdict) override;

 private:
  enum class Phase : std::uint8_t { kStart, kSettle, kOpen, kJoint, kImprove, kEnd };
  void start();
  void next_layer();
  bool push_joint();
  void record();
  void mention(PackageId p);

  Context& context_;
  Descent descent_;
  Phase phase_ = Phase::kStart;
  std::vector<PackageId> layer_, next_;
  std::vector<bool> met_;
  std::size_t at_ = 0;
  std::uint32_t joint_frame_ = 0;
};

/// The incumbent in layered order, without any claim (objective greedy).
void list_pins(Context& context);

}  // namespace pincompile::solver
