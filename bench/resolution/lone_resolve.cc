// SPDX-License-Identifier: MIT
#include "lone_resolve.h"

#include <malloc.h>
#include <time.h>

#include <algorithm>
#include <variant>

#include "pincompile/requirement.h"
#include "pincompile/resolver.h"
#include "resolution/pin_checker.h"
#include "resolution/session.h"
#include "solve_proof.h"
#include "support/real_clock.h"

namespace pincompile::bench {
namespace {

using Verdict = LoneResolve::Verdict;

struct Judged {
  Result<solver::Step> step;
  double ms = 0;
  std::size_t bytes = 0;
};

/// The verdict of a solve on facts that `book` has, or asks for.
Judged judge(const ResolveRequest& request, FactBook& book) {
  RealClock clock;
  const double begin = cpu_ms();
  auto session = Session::open(request, {book, clock});
  if (!session) return {session.error()};
  Judged judged{(*session)->solve()};
  judged.ms = cpu_ms() - begin;
  judged.bytes = mallinfo2().uordblks + mallinfo2().hblkhd;
  return judged;
}

void check_refutation(FactBook& book, const ResolveRequest& request, LoneResolve& result) {
  RealClock clock;
  auto session = Session::open(request, {book, clock});
  if (!session) {
    result.fault = session.error().to_string();
    return;
  }
  std::vector<std::uint32_t> lines;
  for (std::uint32_t i = 0; i < request.inputs.requirements.size(); ++i) lines.push_back(i);
  const auto step = (*session)->try_lines(lines);
  if (!step || *step != solver::Step::kUnsatisfiable) {
    result.fault = "another verdict with a proof kept";
    return;
  }
  result.fault = refutation_fault((*session)->solver(), (*session)->encoder());
}

void check_pins_of(FactSource& facts, const ResolveRequest& request, const Resolution& resolution,
                   LoneResolve& result) {
  result.pins = resolution.pins.size();
  result.proven = resolution.proven;
  for (const std::string& fault : check_pins(request, resolution, facts)) {
    result.fault += (result.fault.empty() ? "" : "; ") + fault;
  }
}

}  // namespace

double cpu_ms() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

ResolveRequest request_for(const std::vector<std::string>& names) {
  ResolveRequest request;
  if (const auto python = PythonVersion::parse("3.11")) request.target.python = *python;
  for (const std::string& name : names) {
    InputRequirement line;
    line.requirement.name = line.text = name;
    line.origin.file = "requirements.in";
    line.origin.line = static_cast<std::uint32_t>(request.inputs.requirements.size() + 1);
    request.inputs.requirements.push_back(std::move(line));
  }
  return request;
}

LoneResolve resolve_alone(FactSource& facts, const ResolveRequest& request) {
  LoneResolve result;
  RealClock clock;
  Resolver resolver(facts, clock);
  const double begin = cpu_ms();
  const auto outcome = resolver.resolve(request);
  result.explain_ms = cpu_ms() - begin;
  if (!outcome) {
    result.fault = outcome.error().to_string();
    return result;
  }
  result.stats = std::visit([](const auto& of) { return of.stats; }, *outcome);
  const std::size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
  FactBook book(facts);
  (void)judge(request, book);
  const Judged judged = judge(request, book);
  result.ms = judged.ms;
  result.bytes = judged.bytes - std::min(judged.bytes, before);
  if (const auto* resolution = std::get_if<Resolution>(&*outcome)) {
    result.verdict = Verdict::kSolved;
    check_pins_of(facts, request, *resolution, result);
  } else if (std::holds_alternative<Conflict>(*outcome)) {
    result.verdict = Verdict::kNoSolution;
    check_refutation(book, request, result);
  } else {
    result.verdict = Verdict::kGaveUp;
  }
  return result;
}

bool has_solution(FactBook& book, const std::vector<std::string>& names) {
  ResolveRequest request = request_for(names);
  request.options.objective = Objective::kGreedy;
  request.options.max_conflicts = 1000;
  const Judged judged = judge(request, book);
  return judged.step && *judged.step == solver::Step::kFinished;
}

}  // namespace pincompile::bench
