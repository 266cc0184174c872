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

namespace pincompile::tool {
namespace {

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
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
    Compiled done{job};
    if (const auto failure = compiler.compile(done)) {
      run.messages.error(failure->error);
      return failure->status;
    }
    if (const auto* conflict = std::get_if<Conflict>(&done.outcome)) {
      run.messages.error(conflict_error(*conflict, run.messages.level() > 0));
      return ExitStatus::kNoAnswer;
    }
    if (const auto* exhausted = std::get_if<Exhausted>(&done.outcome)) {
      run.messages.error(exhausted_error(*exhausted));
      return ExitStatus::kNoAnswer;
    }
    const ResolvedGraph graph(*done.resolution());
    if (jobs->size() > 1) text += fmt::format("{}:\n", job.shown_output());
    const auto& pins = done.resolution()->pins;
    const auto pin = std::ranges::find(pins, name, &Pin::name);
    if (!why_not && pin != pins.end()) {
      text +=
          why_text(graph, static_cast<std::size_t>(pin - pins.begin()), run.messages.level() > 0);
      continue;
    }
    const auto answer = done.resolver->why_not(request_of(done), name, version);
    if (!answer) {
      run.messages.error(answer.error());
      return status_of_resolve_error(answer.error().kind);
    }
    text += why_not_text(*answer, name, run.messages.level() > 0);
  }
  if (compiler.world() != nullptr)
    if (Result<void> kept = compiler.world()->keep(); !kept)
      run.messages.warning(kept.error().to_string());
  return print(text);
}

}  // namespace pincompile::tool
