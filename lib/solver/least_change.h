// S2, targets of an upgrade at their best; S3, as few existing pins moved as that needs
// (solver.md 7.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/descent.h"
#include "solver/preferences.h"

namespace pincompile::solver {

/// A pin, or absent: rank 0 of its package.
class KeptPinGuard : public SoftGuard {
 public:
  explicit KeptPinGuard(const Context& context)
      : SoftGuard(TagKind::kKeptPin, kFixedFrames), context_(context) {}
  bool allows(PackageId p, Rank rank) override {
    const Rank pin = context_.problem.page(p).pin;
    return pin == kNoRank || rank == pin || is_free(p);
  }

 private:
  const Context& context_;
};

class Targets : public QueryStage {
 public:
  explicit Targets(Context& context) : context_(context), descent_(context) {}
  Ask next_query(SearchLimits& limits) override;
  void on_answer(Verdict verdict) override { descent_.on_answer(verdict); }

 private:
  enum class Phase : std::uint8_t { kPages, kBegin, kImprove };
  void list_targets();
  void close();

  Context& context_;
  Descent descent_;
  Phase phase_ = Phase::kPages;
  std::vector<PackageId> targets_;
  std::size_t at_ = 0;
};

class LeastChange : public QueryStage {
 public:
  LeastChange(Context& context, KeptPinGuard& guard);
  Ask next_query(SearchLimits& limits) override;
  void on_answer(Verdict verdict) override { moved_.on_answer(verdict); }

 private:
  Context& context_;
  LeastBroken moved_;
};

}  // namespace pincompile::solver
