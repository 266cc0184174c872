// Limits on the busiest packages, each tried before it is shown.
// SPDX-License-Identifier: MIT
#include "resolution/exhausted.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace pincompile {
namespace {

constexpr std::size_t kMaxSuggestions = 3;

Exhausted::Budget budget_of(const Session& failed, const solver::Counters& counters) {
  if (failed.is_late()) return Exhausted::Budget::kTime;
  const bool searched = counters.conflicts >= failed.request().options.max_conflicts;
  return searched ? Exhausted::Budget::kConflicts : Exhausted::Budget::kFetches;
}

/// The oldest of the `count` newest admissible versions; empty if there are no more than that.
std::string bound_of(const Project& project, const PageView& page, std::size_t count) {
  for (std::uint32_t version = page.version_count(); version-- > 0;) {
    if (project.admission.codes[version] != ExclusionCode::kNone) continue;
    if (page.is_prerelease(version)) continue;
    if (--count == 0) return std::string(page.version_text(version));
  }
  return {};
}

/// errors   kCancelled.
Result<std::optional<Conflict::Suggestion>> try_limit(Session& failed, ProjectId id,
                                                      const std::string& version) {
  const std::string text = failed.projects()[id].text + ">=" + version;
  ResolveRequest request = failed.request();
  request.options.objective = Objective::kGreedy;
  request.options.max_conflicts = 1000;
  InputRequirement limit;
  auto requirement = Requirement::parse(text);
  if (!requirement) return std::optional<Conflict::Suggestion>();
  limit.requirement = *std::move(requirement);
  limit.text = text;
  request.inputs.constraints.push_back(std::move(limit));
  auto session = Session::open(request, failed.ports());
  if (!session) return std::optional<Conflict::Suggestion>();
  const auto step = (*session)->solve();
  if (!step && step.error().kind == ErrorKind::kCancelled) return step.error();
  if (!step || *step != solver::Step::kFinished) return std::optional<Conflict::Suggestion>();
  return std::optional<Conflict::Suggestion>(
      {fmt::format("adding \"{}\"", text), fmt::format("solves it in {} conflicts (checked)",
                                                       (*session)->solver().counters().conflicts)});
}

}  // namespace

Result<Outcome> explain_exhausted(Session& failed) {
  Exhausted exhausted;
  const solver::Counters counters = failed.solver().counters();
  exhausted.budget = budget_of(failed, counters);
  exhausted.conflicts = counters.conflicts;
  exhausted.stats = stats_of(counters);
  std::vector<ProjectId> busiest;
  for (const solver::Busy& busy : failed.solver().busiest()) {
    const Package& package = failed.encoder().package(busy.package);
    if (!package.extra.empty() || busiest.size() == 3) continue;
    busiest.push_back(package.project);
    exhausted.busiest.push_back(
        {failed.projects()[package.project].text,
         static_cast<std::uint32_t>(busy.conflicts * 100 /
                                    std::max<std::uint64_t>(1, counters.conflicts))});
  }
  constexpr std::array<std::size_t, 3> kNewest{8, 32, 128};
  for (const ProjectId id : busiest) {
    const Project& project = failed.projects()[id];
    if (project.artifact != nullptr) continue;
    for (const std::size_t count : kNewest) {
      const std::string version =
          bound_of(project, failed.projects().book().page(project.page).view, count);
      if (version.empty() || exhausted.suggestions.size() == kMaxSuggestions) continue;
      auto found = try_limit(failed, id, version);
      if (!found) return found.error();
      if (*found) {
        exhausted.suggestions.push_back(**std::move(found));
        break;
      }
    }
  }
  return Outcome(std::move(exhausted));
}

}  // namespace pincompile
