// Soft literals, one per package, of which as little weight as possible is broken (solver.md 7.5).
// Implicit hitting sets over failed cores, then the canonical one among equals. S0 uses it for
// reluctance, S3 for the existing pins.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/hitting_set.h"
#include "solver/stage.h"

namespace pincompile::solver {

/// A guard that some packages are free of.
class SoftGuard : public Guard {
 public:
  using Guard::Guard;
  bool is_free(PackageId p) const {
    return p.value() < free_.size() ? free_[p.value()] : all_free_;
  }
  /// Only these are free; or all but these.
  void set_free(std::span<const PackageId> packages, bool all_but);

 private:
  std::vector<bool> free_;
  bool all_free_ = false;
};

/// Finds the packages to be broken. Queries stand on the frames below the guard's; its frame is the
/// topmost.
class LeastBroken {
 public:
  LeastBroken(Context& context, SoftGuard& guard, bool weighted)
      : context_(context), guard_(guard), weighted_(weighted) {}

  /// What the incumbent breaks is the answer if the budget ends before a better one.
  void start_from_incumbent();
  Ask next_query(SearchLimits& limits);
  void on_answer(Verdict verdict);

  bool has_model() const { return has_model_; }
  bool is_proven() const { return proven_; }
  /// No model whatever is broken: the last core names no literal of the guard.
  bool is_refuted() const { return refuted_; }
  const std::vector<PackageId>& broken() const { return broken_; }
  std::uint64_t weight() const { return weight_of(broken_); }
  std::uint64_t bound() const { return bound_; }

 private:
  enum class Phase : std::uint8_t { kStart, kTry, kShrink, kRelease, kDone };
  std::uint32_t element(PackageId p);
  bool precedes(PackageId a, PackageId b) const;
  std::uint64_t weight_of(const std::vector<PackageId>& packages) const;
  void plan();
  void plan_release();
  void set_frame(const std::vector<PackageId>& packages, bool only);
  void take_core();
  void shrink_next();
  void accept();
  void finish(bool proven);

  Context& context_;
  SoftGuard& guard_;
  bool weighted_;
  Phase phase_ = Phase::kStart, resume_ = Phase::kTry;
  HittingSets sets_;
  std::vector<PackageId> elements_;  // by number
  std::vector<PackageId> guarded_;   // every package that ever had its literal in the frame
  std::vector<PackageId> plan_;      // hitting set under trial
  std::vector<PackageId> broken_;    // of the best model
  std::vector<Rank> model_;
  bool has_model_ = false, proven_ = false, refuted_ = false;
  std::uint64_t bound_ = 0;
  std::vector<PackageId> core_;  // being shrunk
  std::size_t shrink_at_ = 0;
  PackageId releasing_;             // canonical phase: may this one be kept?
  std::vector<PackageId> settled_;  // those that must be broken
};

}  // namespace pincompile::solver
