// One more session on the facts of a failed one.
// SPDX-License-Identifier: MIT
#include "resolution/trial.h"

#include <algorithm>

#include "resolution/conflict.h"

namespace pincompile {

Result<std::unique_ptr<Session>> solved(const Session& failed, const ResolveRequest& request,
                                        const SessionChanges& changes) {
  auto session = Session::open(request, failed.ports(), changes);
  if (!session) return std::unique_ptr<Session>();
  const auto step = (*session)->solve();
  if (!step && step.error().kind == ErrorKind::kCancelled) return step.error();
  if (!step || *step != solver::Step::kFinished) return std::unique_ptr<Session>();
  return session;
}

Result<bool> is_solvable(const Session& failed, const ResolveRequest& request) {
  const auto session = solved(failed, request);
  if (!session) return session.error();
  return *session != nullptr;
}

InputRequirement* input_in(ResolveRequest& request, const Session& failed, std::uint32_t number) {
  const Line& line = failed.rules().lines()[number];
  if (line.kind == LineKind::kNone) return nullptr;
  auto& lines =
      line.kind == LineKind::kConstraint ? request.inputs.constraints : request.inputs.requirements;
  const auto found = std::ranges::find(lines, line_input(failed.inputs(), line));
  return found == lines.end() ? nullptr : &*found;
}

std::string_view pinned_version(Session& session, Id64 name) {
  for (const solver::PinnedRank& pin : session.solver().solution().pins) {
    const Package& package = session.encoder().package(pin.package);
    if (package.extra.empty() && session.projects()[package.project].name == name) {
      return session.projects().version_text(package.project, pin.rank);
    }
  }
  return {};
}

}  // namespace pincompile
