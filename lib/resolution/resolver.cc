// Resolver: one request after the other on one book of facts.
// SPDX-License-Identifier: MIT
#include "pincompile/resolver.h"

#include <algorithm>

#include "packaging/version_key.h"
#include "resolution/answer.h"
#include "resolution/conflict.h"
#include "resolution/driver.h"
#include "resolution/why.h"

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

struct Resolver::State {
  State(FactSource& facts, Clock& with_clock) : book(facts), clock(with_clock) {}

  FactBook book;
  Clock& clock;

  Result<Outcome> resolve(const ResolveRequest& request, ResolveObserver* observer);
};

Result<Outcome> Resolver::State::resolve(const ResolveRequest& request, ResolveObserver* observer) {
  if (auto checked = check_sources(request); !checked) return checked.error();
  const MarkerEnvironment environment = request.target.marker_environment();
  const MarkerEvaluator markers(environment);
  const TagRanks tags(request.target);
  const auto context = admission_context(request, tags);
  if (!context) return context.error();
  ActiveInputs inputs = active_inputs(request, environment);
  const auto artifacts = Artifacts::collect(inputs, request, markers, book);
  if (!artifacts) return artifacts.error();
  if (auto checked = check_names(inputs); !checked) return checked.error();

  const InputRules rules(request, inputs, book.specifiers());
  Projects projects(book, rules, *artifacts, request, *context);
  Encoder encoder(projects, markers);
  Lookahead lookahead(projects, markers);
  std::optional<std::chrono::steady_clock::time_point> deadline;
  if (request.options.max_time) deadline = clock.monotonic() + *request.options.max_time;
  Driver driver(encoder, lookahead, clock, observer, deadline);
  const solver::Options options = solver_options(request.options);
  solver::Solver solver(options, encoder);
  encoder.add_lines(solver);
  lookahead.start();

  const auto step = driver.run(solver);
  if (!step) return step.error();
  if (*step == solver::Step::kUnsatisfiable) {
    return explain_conflict({request, inputs, encoder, solver, driver, options});
  }
  if (*step == solver::Step::kOutOfBudget) {
    return explain_exhausted({request, inputs, encoder, solver, driver, options});
  }
  const AnswerParts parts{request, inputs, encoder, solver.solution()};
  Answer answer = make_answer(parts);
  add_held_back(parts, answer);
  return Outcome(std::move(answer.resolution));
}

Resolver::Resolver(FactSource& facts, Clock& clock)
    : state_(std::make_unique<State>(facts, clock)) {}

Resolver::~Resolver() { state_->book.cancel(); }

Result<Outcome> Resolver::resolve(const ResolveRequest& request, ResolveObserver* observer) {
  return state_->resolve(request, observer);
}

}  // namespace pincompile
