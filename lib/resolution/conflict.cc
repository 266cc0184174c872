// From a failed solve to a story: first what one line alone cannot have, else the minimal set of
// lines that contradict each other.
// SPDX-License-Identifier: MIT
#include "resolution/conflict.h"

#include <algorithm>

#include "resolution/answer.h"
#include "resolution/line_diagnosis.h"

namespace pincompile {
namespace {

/// Files of the requirement lines, in reading order.
std::string sources(const ActiveInputs& inputs) {
  std::vector<std::string> files;
  for (const InputRequirement& line : inputs.requirements) {
    if (std::ranges::find(files, line.origin.file) == files.end()) {
      files.push_back(line.origin.file);
    }
  }
  std::string text;
  for (const std::string& file : files) text += (text.empty() ? "" : ", ") + file;
  return text.empty() ? "the requirements" : text;
}

}  // namespace

const InputRequirement& line_input(const ActiveInputs& inputs, const Line& line) {
  switch (line.kind) {
    case LineKind::kConstraint:
      return inputs.constraints[line.number];
    case LineKind::kOverride:
      return inputs.overrides[line.number];
    case LineKind::kNone:
      return inputs.upgrades[line.number];
    case LineKind::kRequirement:
      break;
  }
  return inputs.requirements[line.number];
}

std::string line_place(const ActiveInputs& inputs, const Line& line) {
  const InputRequirement& input = line_input(inputs, line);
  if (line.kind == LineKind::kNone) return "-P " + input.text;
  if (input.origin.line == 0) return input.origin.file;
  return input.origin.file + ":" + std::to_string(input.origin.line);
}

Result<Outcome> explain_conflict(const FailedSolve& failed) {
  std::optional<Conflict> alone = diagnose_lines(failed);
  if (alone) {
    alone->stats = stats_of(failed.solver.counters());
    return Outcome(*std::move(alone));
  }
  Conflict conflict;
  conflict.headline = "no set of versions satisfies " + sources(failed.inputs);
  conflict.minimal = false;
  for (const Line& line : failed.encoder.projects().inputs().lines()) {
    const InputRequirement& input = line_input(failed.inputs, line);
    conflict.core.push_back(input.origin);
    conflict.steps.push_back(
        {line_place(failed.inputs, line) + " asks for " + input.text, input.origin});
  }
  conflict.stats = stats_of(failed.solver.counters());
  return Outcome(std::move(conflict));
}

Result<Outcome> explain_exhausted(const FailedSolve& failed) {
  Exhausted exhausted;
  const solver::Counters& counters = failed.solver.counters();
  exhausted.conflicts = counters.conflicts;
  exhausted.stats = stats_of(counters);
  for (const solver::Busy& busy : failed.solver.busiest()) {
    const Package& package = failed.encoder.package(busy.package);
    if (!package.extra.empty() || counters.conflicts == 0) continue;
    exhausted.busiest.push_back(
        {failed.encoder.projects()[package.project].text,
         static_cast<std::uint32_t>(busy.conflicts * 100 / counters.conflicts)});
    if (exhausted.busiest.size() == 5) break;
  }
  return Outcome(std::move(exhausted));
}

}  // namespace pincompile
