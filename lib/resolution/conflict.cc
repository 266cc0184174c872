// From a failed solve to a story: first what one line alone cannot have, else the minimal set of
// lines that contradict each other, the facts between them, and the changes that would help.
// SPDX-License-Identifier: MIT
#include "resolution/conflict.h"

#include <algorithm>

#include "resolution/exclusion_text.h"
#include "resolution/line_hints.h"
#include "resolution/refutation.h"
#include "resolution/story.h"
#include "resolution/suggestions.h"

namespace pincompile {
namespace {

/// Files of the core's lines, in input order.
std::string sources(Session& session, const std::vector<std::uint32_t>& lines) {
  std::vector<std::string> files;
  for (const std::uint32_t number : lines) {
    const Line& line = session.rules().lines()[number];
    if (line.kind == LineKind::kNone) continue;
    const std::string& file = line_input(session.inputs(), line).origin.file;
    if (std::ranges::find(files, file) == files.end()) files.push_back(file);
  }
  std::string text;
  for (const std::string& file : files) text += (text.empty() ? "" : ", ") + file;
  return text.empty() ? "the requirements" : text;
}

/// Lines that the last refutation of the session rests on.
std::vector<std::uint32_t> lines_of_proof(Session& session) {
  std::vector<std::uint32_t> lines;
  for (const std::uint32_t step : leaves_of(session.solver().proof())) {
    const solver::ProofStep& leaf = session.solver().proof().steps[step];
    if (leaf.kind == solver::ProofKind::kRoot || leaf.kind == solver::ProofKind::kConstraint) {
      lines.push_back(leaf.subject);
    }
  }
  std::ranges::sort(lines);
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  return lines;
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

Result<ConflictCore> minimal_core(Session& failed) {
  ConflictCore core;
  std::vector<std::uint32_t> demands;
  for (std::uint32_t i = 0; i < failed.rules().lines().size(); ++i) {
    (failed.is_demand(i) ? demands : core.lines).push_back(i);
  }
  // What is demanded is no line of the user's: it always holds.
  const auto refutes = [&](std::vector<std::uint32_t> lines) {
    lines.insert(lines.end(), demands.begin(), demands.end());
    std::ranges::sort(lines);
    return failed.try_lines(lines);
  };
  const auto lines_used = [&] {
    std::vector<std::uint32_t> lines = lines_of_proof(failed);
    std::erase_if(lines, [&](std::uint32_t line) { return failed.is_demand(line); });
    return lines;
  };
  auto refuted = refutes(core.lines);
  if (!refuted) return refuted.error();
  if (*refuted != solver::Step::kUnsatisfiable) {
    core.minimal = false;
    core.proof_lines = core.lines;
    return core;
  }
  core.lines = lines_used();
  for (std::size_t i = core.lines.size(); i-- > 0;) {
    auto fewer = core.lines;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    const auto step = refutes(fewer);
    // What cannot be found out stays, and the report says so.
    if (!step || *step == solver::Step::kOutOfBudget) {
      if (!step && step.error().kind == ErrorKind::kCancelled) return step.error();
      core.minimal = false;
    } else if (*step == solver::Step::kUnsatisfiable) {
      const auto kept = lines_used();
      const auto still = std::ranges::lower_bound(kept, core.lines[i]);
      i = static_cast<std::size_t>(still - kept.begin());
      core.lines = kept;
    }
  }
  refuted = refutes(core.lines);
  if (!refuted) return refuted.error();
  core.proof_lines = lines_of_proof(failed);
  for (const std::uint32_t line : core.lines) {
    if (std::ranges::find(core.proof_lines, line) == core.proof_lines.end()) {
      core.proof_lines.push_back(line);
    }
  }
  std::ranges::sort(core.proof_lines);
  return core;
}

namespace {

/// A line that can never be met, with what may be done about it.
Result<Outcome> explain_line(Session& failed, Diagnosis diagnosis) {
  Conflict& conflict = diagnosis.conflict;
  auto hints = hints_for(failed, diagnosis);
  if (!hints) return hints.error();
  conflict.hints = *std::move(hints);
  const bool is_told = diagnosis.code == ExclusionCode::kRequiresPython && !conflict.hints.empty();
  if (!diagnosis.is_unknown_name && !is_told) {
    auto suggestions = suggest_changes(failed, {diagnosis.line}, diagnosis.losses);
    if (!suggestions) return suggestions.error();
    conflict.suggestions = *std::move(suggestions);
  }
  return Outcome(std::move(conflict));
}

/// Lines that contradict each other.
Result<Outcome> explain_core(Session& failed) {
  const auto core = minimal_core(failed);
  if (!core) return core.error();
  Conflict conflict;
  conflict.headline = "no set of versions satisfies " + sources(failed, core->lines);
  conflict.minimal = core->minimal;
  for (const std::uint32_t number : core->lines) {
    conflict.core.push_back(line_input(failed.inputs(), failed.rules().lines()[number]).origin);
  }
  Story story = tell_story(failed, core->proof_lines);
  conflict.steps = std::move(story.steps);
  const std::vector<Loss>& losses = story.reasons.losses;
  if (std::ranges::find(losses, ExclusionCode::kNeedsBuild, &Loss::code) != losses.end()) {
    conflict.hints = build_hints(true, failed.request().options);
  }
  Projects& projects = failed.projects();
  const bool lacks_index = std::ranges::any_of(story.reasons.needs, [&](const Need& need) {
    const Project& needed = projects[need.to];
    return needed.artifact == nullptr && projects.book().page(needed.page).nowhere;
  });
  if (lacks_index) conflict.hints.emplace_back(kNoIndexHint);
  auto suggestions = suggest_changes(failed, core->lines, losses);
  if (!suggestions) return suggestions.error();
  conflict.suggestions = *std::move(suggestions);
  return Outcome(std::move(conflict));
}

}  // namespace

Result<Outcome> explain_conflict(Session& failed) {
  const ResolveStats stats = stats_of(failed.solver().counters());
  std::optional<Diagnosis> alone = diagnose_lines(failed);
  auto outcome = alone ? explain_line(failed, *std::move(alone)) : explain_core(failed);
  if (outcome) std::get<Conflict>(*outcome).stats = stats;
  return outcome;
}

}  // namespace pincompile
