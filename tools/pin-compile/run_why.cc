// `why NAME` and `why-not NAME[==V]`: resolves as usual, writes nothing, explains
// (behaviour.md 9.4).
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "compile.h"
#include "pincompile/explain.h"
#include "pincompile/graph.h"
#include "pincompile/name.h"
#include "run.h"
#include "snapshot_context.h"
#include "summary.h"

namespace pincompile::tool {
namespace {

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
}

/// `boto3 1.40.2 -> 1.28.0`, `+zipp 3.1`, `-zipp`.
std::string move_text(const WhyNot::Move& move) {
  if (move.from.empty()) return fmt::format("+{} {}", move.name, move.to);
  if (move.to.empty()) return fmt::format("-{}", move.name);
  return fmt::format("{} {} -> {}", move.name, move.from, move.to);
}

/// The verdict in words (behaviour.md 9.4).
std::string absence_text(const WhyNot& answer, const std::string& name) {
  using Verdict = WhyNot::Verdict;
  const std::string subject = fmt::format("{} {}", name, answer.version);
  const std::string head =
      answer.pinned.empty() ? "" : fmt::format("the pin is {} {}\n", name, answer.pinned);
  switch (answer.verdict) {
    case Verdict::kPinned:
      return fmt::format("{} is the pin\n", answer.version.empty() ? name : subject);
    case Verdict::kNotNeeded:
      return fmt::format("{} is not needed: nothing requires it\n", name);
    case Verdict::kNoSuchVersion:
      return head + fmt::format("there is no {}\n", subject);
    case Verdict::kUnavailable:
      return head + fmt::format("{} is unavailable ({}): it {}\n", subject, to_string(answer.code),
                                answer.text);
    case Verdict::kUnknown:
      return head +
             fmt::format("the budget was spent before it was known whether {} fits\n", subject);
    case Verdict::kForbidden: {
      std::string text = head + fmt::format("{} is forbidden\n", subject);
      for (const Conflict::Step& step : answer.steps) text += fmt::format("  {}\n", step.text);
      return text;
    }
    case Verdict::kTradeOff:
      break;
  }
  if (answer.moves.empty()) return head + fmt::format("{} fits as well\n", subject);
  std::string text = head + fmt::format("{} is a trade-off; these pins would move\n", subject);
  for (const WhyNot::Move& move : answer.moves) text += fmt::format("  {}\n", move_text(move));
  return text;
}

}  // namespace

ExitStatus run_why(Run& run, const std::string& subject, bool why_not, const Settings& given) {
  const std::size_t equals = subject.find("==");
  const std::string name = normalize_name(subject.substr(0, equals));
  const std::string version = equals == std::string::npos ? "" : subject.substr(equals + 2);
  if (!is_valid_name(name)) {
    run.messages.error(
        {ErrorKind::kInvalidArgument, fmt::format("\"{}\" is no package name", subject)});
    return ExitStatus::kUsage;
  }
  Settings settings = given;
  Compiler compiler(run);
  if (Result<void> opened = open_snapshot(run, compiler, settings); !opened) {
    run.messages.error(opened.error());
    return status_of_input_error(opened.error().kind);
  }
  Result<std::vector<Job>> jobs = plan_jobs(settings, run.files, settings.pip_compile);
  if (!jobs) {
    run.messages.error(jobs.error());
    return ExitStatus::kUsage;
  }
  std::string text;
  for (const Job& job : *jobs) {
    auto compiled = compiler.compile(job);
    if (auto* failure = std::get_if<Compiler::Failure>(&compiled)) {
      run.messages.error(failure->error);
      return failure->status;
    }
    const Compiled& done = std::get<Compiled>(compiled);
    if (const auto* conflict = std::get_if<Conflict>(&done.outcome)) {
      report_conflict(run.messages, *conflict);
      return ExitStatus::kNoAnswer;
    }
    if (const auto* exhausted = std::get_if<Exhausted>(&done.outcome)) {
      report_exhausted(run.messages, *exhausted);
      return ExitStatus::kNoAnswer;
    }
    const ResolvedGraph graph(*done.resolution());
    if (jobs->size() > 1) text += fmt::format("{}:\n", job.shown_output());
    const auto& pins = done.resolution()->pins;
    const auto pin = std::ranges::find(pins, name, &Pin::name);
    if (!why_not && pin != pins.end()) {
      text += why_text(graph, static_cast<std::size_t>(pin - pins.begin()));
      continue;
    }
    const auto answer = done.resolver->why_not(request_of(done), name, version);
    if (!answer) {
      run.messages.error(answer.error());
      return status_of_resolve_error(answer.error().kind);
    }
    text += absence_text(*answer, name);
  }
  if (compiler.world() != nullptr)
    if (Result<void> kept = compiler.world()->keep(); !kept)
      run.messages.warning(kept.error().to_string());
  return print(text);
}

}  // namespace pincompile::tool
