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
#include "pincompile/requirement.h"
#include "run.h"
#include "snapshot_context.h"

namespace pincompile::tool {
namespace {

ExitStatus print(const std::string& text) {
  const bool written =
      std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
  return written ? ExitStatus::kDone : ExitStatus::kWorld;
}

struct Subject {
  std::string name;     ///< normalised
  std::string version;  ///< empty: the newest
};

/// `flask`, `flask==3.0.0`, and what is copied from a pinned file: `flask[async]==3.0.0`.
Result<Subject> parse_subject(const std::string& text) {
  Result<Requirement> parsed = Requirement::parse(text);
  if (!parsed) return parsed.error();
  const std::vector<Specifier>& specifiers = parsed->specifiers.specifiers();
  const auto names_one = [](const Specifier& s) {
    return s.op() == Specifier::Operator::kEqual && !s.is_wildcard();
  };
  if (!parsed->url.empty() || specifiers.size() > 1 || !std::ranges::all_of(specifiers, names_one))
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("\"{}\" is neither a package nor one version of it", text),
                 {},
                 {},
                 {fmt::format("write {0} or {0}==VERSION", parsed->name)}};
  return Subject{normalize_name(parsed->name),
                 specifiers.empty() ? "" : std::string(specifiers.front().version_text())};
}

}  // namespace

ExitStatus run_why(Run& run, const std::string& subject, bool why_not, const Settings& given) {
  const Result<Subject> asked = parse_subject(subject);
  if (!asked) {
    run.messages.error(asked.error());
    return ExitStatus::kUsage;
  }
  const auto& [name, version] = *asked;
  Settings settings = given;
  Compiler compiler(run);
  if (Result<void> opened = open_snapshot(run, compiler, settings); !opened) {
    run.messages.error(opened.error());
    return status_of_input_error(opened.error().kind);
  }
  Result<std::vector<Job>> jobs = plan_jobs(settings, run.files);
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
