// Relaxations: which lines to drop so that a solution exists: hitting sets of minimal cores,
// smallest first (solver.md 10.3). Each is verified by a model whose freed packages are as near to
// the old sets as can be. At most five, at most 200 queries.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/explanation.h"
#include "solver/hitting_set.h"

namespace pincompile::solver {

class Relaxations : public Explanation {
 public:
  explicit Relaxations(Case& instance) : case_(instance) {}

  bool next_query(Question& question) override;
  void on_answer(Verdict verdict) override;
  Step result() const override { return result_; }
  const std::vector<Relaxation>& found() const { return found_; }

 private:
  enum class Phase : std::uint8_t { kPlan, kTry, kNearer, kDone };
  bool plan();
  void accept();
  bool next_nearer(Question& question);
  void close();
  Question question_for(const std::vector<std::uint32_t>& dropped) const;
  std::vector<Word> nearer_than(PackageId p, Rank rank) const;
  std::uint32_t distance(PackageId p, Rank rank) const;
  Rank rank_in(const std::vector<Choice>& model, PackageId p) const;

  Case& case_;
  Phase phase_ = Phase::kPlan;
  Step result_ = Step::kWorking;
  HittingSets sets_;
  std::size_t weighted_ = 0;                               // groups with a weight
  std::vector<std::uint32_t> dropped_;                     // under trial
  std::vector<std::vector<std::uint32_t>> banned_ = {{}};  // per alternative: not to be dropped
  std::size_t alternative_ = 0;
  std::vector<Relaxation> found_;
  Relaxation now_;
  std::vector<PackageId> freed_;
  std::size_t freed_at_ = 0;
  std::uint32_t queries_ = 0;
};

}  // namespace pincompile::solver
