// `why NAME` and `why-not NAME[==V]`: resolves as usual, writes nothing, explains
// (behaviour.md 9.4).
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "compile.h"
#include "graph/resolved_graph.h"
#include "output/explain_text.h"
#include "pincompile/name.h"
#include "run.h"
#include "summary.h"

namespace pincompile::tool {
namespace {

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
}

std::string absence_text(const ResolvedGraph& graph, const std::string& name,
                         const std::string& version) {
  const std::vector<Pin>& pins = graph.resolution().pins;
  const auto pin = std::ranges::find(pins, name, &Pin::name);
  if (pin == pins.end()) return fmt::format("{} is not needed: nothing requires it\n", name);
  const auto index = static_cast<std::size_t>(pin - pins.begin());
  if (version == pin->version)
    return fmt::format("{} {} is the pin\n", name, version) + why_text(graph, index);
  if (version.empty() && (pin->newest.empty() || pin->newest == pin->version))
    return fmt::format("{} {} is the newest version there is\n", name, pin->version);
  std::string text = fmt::format("the pin is {} {}\n", name, pin->version);
  const auto held = std::ranges::find(pin->held_back, version, &HeldBack::version);
  if (version.empty() || held == pin->held_back.end())
    return text + why_not_newer_text(graph, index);
  text += fmt::format("not {} {}: {}\n", name, version,
                      held->text.empty() ? to_string(held->code) : held->text);
  for (const std::string& by : held->by) text += fmt::format("  {}\n", by);
  return text;
}

}  // namespace

ExitStatus run_why(Run& run, const std::string& subject, bool why_not, const Settings& settings) {
  const std::size_t equals = subject.find("==");
  const std::string name = normalize_name(subject.substr(0, equals));
  const std::string version = equals == std::string::npos ? "" : subject.substr(equals + 2);
  if (!is_valid_name(name)) {
    run.messages.error(
        {ErrorKind::kInvalidArgument, fmt::format("\"{}\" is no package name", subject)});
    return ExitStatus::kUsage;
  }
  Result<std::vector<Job>> jobs = plan_jobs(settings, run.files, settings.pip_compile);
  if (!jobs) {
    run.messages.error(jobs.error());
    return ExitStatus::kUsage;
  }
  Compiler compiler(run);
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
    text += why_not || pin == pins.end()
                ? absence_text(graph, name, version)
                : why_text(graph, static_cast<std::size_t>(pin - pins.begin()));
  }
  if (compiler.world() != nullptr)
    if (Result<void> kept = compiler.world()->keep(); !kept)
      run.messages.warning(kept.error().to_string());
  return print(text);
}

}  // namespace pincompile::tool
