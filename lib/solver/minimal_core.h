// MinimalCore: why there is no model, as a deletion-based minimal unsatisfiable core over the
// groups (Marques-Silva; solver.md 10.1). The last group goes first, so that exclusion codes and
// constraints are dropped rather than the user's first lines.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "solver/explanation.h"

namespace pincompile::solver {

class MinimalCore : public Explanation {
 public:
  /// `base` says what the question is about; its `holds` is not read.
  MinimalCore(Case& instance, Question base) : case_(instance), base_(std::move(base)) {}

  bool next_query(Question& question) override;
  void on_answer(Verdict verdict) override;
  Step result() const override { return result_; }

  const Core& core() const { return core_; }
  const std::vector<std::uint32_t>& groups() const { return groups_; }
  const std::vector<Choice>& model() const { return model_; }

 private:
  void take_core();

  Case& case_;
  Question base_;
  bool started_ = false;
  std::vector<std::uint32_t> groups_;  // the core so far, ascending
  std::size_t left_ = 0;               // groups before this position are still to be tried
  Core core_;
  std::vector<Choice> model_;
  Step result_ = Step::kWorking;
};

}  // namespace pincompile::solver
