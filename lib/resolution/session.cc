// Sessions are built in the order in which things stand on each other.
// SPDX-License-Identifier: MIT
#include "resolution/session.h"

#include <algorithm>

#include "packaging/version_key.h"

namespace pincompile {
namespace {

solver::Options solver_options(const ResolveOptions& options) {
  solver::Options result;
  switch (options.objective) {
    case Objective::kFresh:
      result.objective = solver::Objective::kFresh;
      break;
    case Objective::kNewest:
      result.objective = solver::Objective::kNewest;
      break;
    case Objective::kGreedy:
      result.objective = solver::Objective::kGreedy;
      break;
  }
  switch (options.resolution) {
    case ResolutionMode::kHighest:
      result.mode = solver::Mode::kHighest;
      break;
    case ResolutionMode::kLowest:
      result.mode = solver::Mode::kLowest;
      break;
    case ResolutionMode::kLowestDirect:
      result.mode = solver::Mode::kLowestDirect;
      break;
  }
  // --max-conflicts scales the budgets of single queries with the whole (solver.md 8).
  const solver::Budget usual;
  const auto scaled = [&](std::uint64_t of) {
    return std::max<std::uint64_t>(
        1, options.max_conflicts / usual.conflicts * of +
               options.max_conflicts % usual.conflicts * of / usual.conflicts);
  };
  result.budget.conflicts = options.max_conflicts;
  result.budget.query_conflicts = scaled(usual.query_conflicts);
  result.budget.least_change_conflicts = scaled(usual.least_change_conflicts);
  result.budget.joint_conflicts = scaled(usual.joint_conflicts);
  result.budget.fetches = options.max_fetches;
  result.record_proof = options.record_proof;
  return result;
}

Result<AdmissionContext> admission_context(const ResolveRequest& request, const TagRanks& tags) {
  const auto python = Version::parse(request.target.python.full());
  if (!python) return python.error();
  AdmissionContext context;
  context.tags = &tags;
  context.python_key = version_key(*python);
  context.respect_python_upper_bounds = request.options.respect_python_upper_bounds;
  context.ignore_requires_python = request.options.ignore_requires_python;
  return context;
}

/// A project source must run on the target (behaviour.md 5.2).
Result<void> check_sources(const ResolveRequest& request) {
  const auto python = Version::parse(request.target.python.full());
  if (!python) return python.error();
  for (const RequiresPython& source : request.inputs.requires_python) {
    if (source.admits(*python)) continue;
    Error error;
    error.kind = ErrorKind::kInvalidArgument;
    error.message = "the project needs Python " + source.text + ", the target is " +
                    request.target.python.full();
    error.where.push_back({source.origin.file, source.origin.line, 0, {}});
    error.hints.push_back("--python-version chooses another target");
    return error;
  }
  return {};
}

Result<void> check_names(const ActiveInputs& inputs) {
  for (const auto* lines : {&inputs.requirements, &inputs.constraints, &inputs.overrides}) {
    for (const InputRequirement& line : *lines) {
      if (!line.requirement.name.empty()) continue;
      Error error;
      error.kind = ErrorKind::kInvalidArgument;
      error.message = "\"" + line.text + "\" does not tell the name of a project";
      error.where.push_back({line.origin.file, line.origin.line, 0, {}});
      return error;
    }
  }
  return {};
}

}  // namespace

Session::Session(const ResolveRequest& request, const SessionPorts& ports)
    : request_(request),
      ports_(ports),
      markers_(request.target.marker_environment()),
      tags_(request.target),
      inputs_(active_inputs(request, markers_.environment())) {}

Session::~Session() = default;

Result<std::unique_ptr<Session>> Session::open(const ResolveRequest& request,
                                               const SessionPorts& ports,
                                               const SessionChanges& changes) {
  if (auto checked = check_sources(request); !checked) return checked.error();
  std::unique_ptr<Session> session(new Session(request, ports));
  if (auto prepared = session->prepare(changes); !prepared) return prepared.error();
  return session;
}

Result<void> Session::prepare(const SessionChanges& changes) {
  auto context = admission_context(request_, tags_);
  if (!context) return context.error();
  context_ = *std::move(context);
  ports_.book.watch(ports_.observer, ports_.clock);
  auto artifacts = Artifacts::collect(inputs_, request_, markers_, ports_.book);
  if (!artifacts) return artifacts.error();
  artifacts_ = *std::move(artifacts);
  if (auto checked = check_names(inputs_); !checked) return checked;
  rules_.emplace(request_, inputs_, ports_.book.specifiers());
  demands_last_ = changes.demands_last;
  for (const auto& [name, to] : changes.nearest) rules_->prefer_nearest(name, to);
  projects_.emplace(ports_.book, *rules_, artifacts_, request_, context_);
  encoder_.emplace(*projects_, markers_);
  lookahead_.emplace(*projects_, markers_);
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (request_.options.max_time) deadline = ports_.clock.monotonic() + *request_.options.max_time;
  driver_.emplace(*encoder_, *lookahead_, ports_.clock, ports_.observer, deadline);
  return {};
}

bool Session::is_demand(std::uint32_t number) const {
  const Line& line = rules_->lines()[number];
  const bool is_last = line.kind == LineKind::kConstraint
                           ? line.number + 1 == inputs_.constraints.size()
                           : line.number + 1 == inputs_.requirements.size();
  return demands_last_ && line.kind != LineKind::kNone && is_last;
}

Result<solver::Step> Session::solve() {
  solver_.emplace(solver_options(request_.options), *encoder_);
  for (std::uint32_t i = 0; i < rules_->lines().size(); ++i) encoder_->add_line(*solver_, i);
  encoder_->add_targets(*solver_);
  lookahead_->start();
  for (const std::string& name : request_.likely) {
    ports_.book.ask(ports_.book.page_named(name), true);
  }
  return driver_->run(*solver_);
}

Result<solver::Step> Session::try_lines(const std::vector<std::uint32_t>& lines) {
  solver::Options options = solver_options(request_.options);
  options.objective = solver::Objective::kGreedy;
  options.record_proof = true;
  solver_.emplace(options, *encoder_);
  for (const std::uint32_t line : lines) encoder_->add_line(*solver_, line);
  return driver_->run(*solver_);
}

}  // namespace pincompile
