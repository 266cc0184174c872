// Answer: the solver's solution as a Resolution: pins with their files, who asked for each, what
// changed, what to warn about.
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "pincompile/outcome.h"
#include "resolution/encoder.h"
#include "solver/fact_log.h"
#include "solver/solution.h"

namespace pincompile {

using solver::Choice;

/// Everything that an answer is made from.
struct AnswerParts {
  const ResolveRequest& request;
  const ActiveInputs& inputs;
  Encoder& encoder;
  const solver::Solution& solution;
  const solver::FactLog& facts;  ///< what the solver was told
};

/// A Resolution whose `held_back` lists are still empty.
struct Answer {
  Resolution resolution;
  std::vector<Choice> choices;  ///< of each pin
  /// What each entry of Pin::required_by admits, parallel to it.
  std::vector<std::vector<SpecifierId>> limits;
};
Answer make_answer(const AnswerParts& parts);

/// Counters in the form of reports.
ResolveStats stats_of(const solver::Counters& counters);

}  // namespace pincompile
