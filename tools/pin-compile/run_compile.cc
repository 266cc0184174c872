// `pin-compile [SRC...]`: compile every job, then write every output, then say what happened.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "compile.h"
#include "cutoff.h"
#include "documents.h"
#include "interrupt.h"
#include "output/unified_diff.h"
#include "paths.h"
#include "pincompile/explain.h"
#include "pincompile/graph.h"
#include "run.h"
#include "snapshot_context.h"
#include "summary.h"

namespace pincompile::tool {
namespace {

ExitStatus fail(Run& run, const Error& error, ExitStatus status) {
  if (error.kind == ErrorKind::kCancelled) {
    run.messages.status("");
    return status;
  }
  run.messages.error(error);
  if (status == ExitStatus::kInternal)
    run.messages.hint("this is a defect: please report it with a file made by --record FILE");
  return status;
}

/// Status of an outcome without pins, after printing it.
ExitStatus report_no_answer(Run& run, const Outcome& outcome) {
  if (const auto* conflict = std::get_if<Conflict>(&outcome)) {
    run.messages.error(conflict_error(*conflict, run.messages.level() > 0));
  } else if (const auto* exhausted = std::get_if<Exhausted>(&outcome)) {
    run.messages.error(exhausted_error(*exhausted));
  }
  return ExitStatus::kNoAnswer;
}

/// `flask 3.0.2 -> 3.0.3` or `-simplejson`, the name in bold on a terminal.
std::string with_bold_name(const Messages& messages, const std::string& line) {
  const std::size_t end = std::min(line.find(' '), line.size());
  return messages.bold(line.substr(0, end)) + line.substr(end);
}

void summarise(Run& run, const Compiled& compiled, bool unchanged) {
  if (run.messages.level() < 0) return;
  const Resolution& resolution = *compiled.resolution();
  const std::string place =
      compiled.job.output == "-" ? "standard output" : compiled.job.shown_output();
  const std::string cutoff =
      compiled.options.uploaded_prior_to
          ? fmt::format(", before {}", instant_text(*compiled.options.uploaded_prior_to))
          : std::string();
  const std::size_t count = resolution.pins.size();
  const std::string packages = fmt::format("{} package{}", count, count == 1 ? "" : "s");
  if (unchanged) {
    run.messages.line(
        0, fmt::format("{} is up to date ({}, {:.2f} s)", run.messages.bold(place), packages,
                       compiled.seconds));
  } else {
    run.messages.line(0, fmt::format("Pinned {} for {}{} -> {} ({:.2f} s)", packages,
                                     resolution.target.describe(), cutoff, run.messages.bold(place),
                                     compiled.seconds));
    if (!compiled.old.pins.empty()) {
      std::vector<std::string> changes = list_changes(compiled.old.pins, resolution);
      for (std::string& change : changes) change = with_bold_name(run.messages, change);
      if (!changes.empty())
        run.messages.line(0, fmt::format("  changed: {}", fmt::join(changes, ", ")));
    }
  }
  if (!unchanged)
    for (const std::string& line : held_back_lines(resolution))
      run.messages.line(0, "  held back: " + with_bold_name(run.messages, line));
  if (!resolution.proven && compiled.options.objective != Objective::kGreedy) {
    std::vector<std::string> names;
    for (const Pin& pin : resolution.pins)
      if (pin.status == ProofStatus::kBestKnown) names.push_back(pin.name);
    run.messages.warning(fmt::format("the budget did not allow to prove these pins best: {}",
                                     fmt::join(names, ", ")));
  }
}

Result<void> write_standard_output(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
    return {};
  return Error{ErrorKind::kIo, "cannot write to standard output"};
}

/// Writes or shows one output; whether it was already there.
Result<bool> deliver(Run& run, const Compiled& compiled) {
  const std::string path = compiled.job.shown_output();
  if (compiled.job.settings.is_on(Opt::kDryRun)) {
    const std::string old_name = compiled.old_text ? path : "/dev/null";
    if (auto written = write_standard_output(
            unified_diff(compiled.old_text.value_or(""), compiled.text, old_name, path));
        !written)
      return written.error();
    return compiled.old_text == compiled.text;
  }
  if (path == "-") {
    if (auto written = write_standard_output(compiled.text); !written) return written.error();
    return false;
  }
  if (compiled.old_text == compiled.text) return true;
  const WholeWrite whole;
  if (Result<void> written = run.files.write_atomically(path, compiled.text); !written)
    return written.error();
  return false;
}

/// `--check --online`: what a run with --upgrade would move. Nothing is written but the cache.
ExitStatus judge_online(Run& run, const std::vector<Compiled>& done) {
  ExitStatus status = ExitStatus::kDone;
  for (const Compiled& compiled : done) {
    const std::string path = compiled.job.shown_output();
    std::vector<std::string> moves = list_changes(compiled.old.pins, *compiled.resolution());
    for (const Pin& pin : compiled.resolution()->pins)
      if (pin.yanked) moves.push_back(fmt::format("{} {} is yanked", pin.name, pin.version));
    if (!compiled.old_text) moves.assign(1, "does not exist");
    if (moves.empty()) {
      run.messages.line(0, fmt::format("{}: up to date", path));
      continue;
    }
    Error error{ErrorKind::kNotFound, fmt::format("{}: newer pins exist", path)};
    error.causes = std::move(moves);
    run.messages.error(error);
    status = ExitStatus::kNoAnswer;
  }
  return status;
}

ExitStatus compile_all(Run& run, Settings& settings, Compiler& compiler,
                       std::vector<Compiled>& done) {
  if (Result<void> opened = open_snapshot(run, compiler, settings); !opened)
    return fail(run, opened.error(), status_of_input_error(opened.error().kind));
  Result<std::vector<Job>> jobs = settings.is_on(Opt::kAll)
                                      ? find_recorded_jobs(settings, run.files, run.messages)
                                      : plan_jobs(settings, run.files);
  if (!jobs) return fail(run, jobs.error(), ExitStatus::kUsage);
  for (const Job& job : *jobs) {
    Compiled finished{job};
    if (const auto failure = compiler.compile(finished)) {
      write_failure_documents(run, finished, failure->error, compiler.world());
      return fail(run, failure->error, failure->status);
    }
    if (finished.resolution() == nullptr) {
      const ExitStatus status = report_no_answer(run, finished.outcome);
      if (Result<void> written = write_documents(run, finished, compiler.world()); !written)
        run.messages.warning(written.error().to_string());
      return status;
    }
    done.push_back(std::move(finished));
  }
  ExitStatus status = ExitStatus::kDone;
  if (settings.is_on(Opt::kOnline)) return judge_online(run, done);
  for (const Compiled& compiled : done) {
    Result<bool> unchanged = deliver(run, compiled);
    if (!unchanged) return fail(run, unchanged.error(), ExitStatus::kWorld);
    summarise(run, compiled, *unchanged);
    if (settings.is_on(Opt::kExplain)) {
      const ResolvedGraph graph(*compiled.resolution());
      std::string text = explain_text(graph, run.messages.level() > 0);
      if (!text.empty()) text.pop_back();
      if (!text.empty()) run.messages.line(-1, text);
    }
    if (settings.is_on(Opt::kRequireProof) && !compiled.resolution()->proven) {
      run.messages.error({ErrorKind::kNotFound, fmt::format("{}: not every pin is proven best",
                                                            compiled.job.shown_output())});
      status = ExitStatus::kNotProven;
    }
    if (Result<void> written = write_documents(run, compiled, compiler.world()); !written)
      return fail(run, written.error(), status_of_resolve_error(written.error().kind));
  }
  return status;
}

}  // namespace

/// What was learned is kept, also by a run that fails: the next one needs it.
ExitStatus run_compile(Run& run, const Settings& given) {
  Settings settings = given;
  // Left standing: the process ends next, and taking all of this apart is a tenth of a warm run.
  Compiler& compiler = *new Compiler(run);
  auto& done = *new std::vector<Compiled>;
  const ExitStatus status = compile_all(run, settings, compiler, done);
  if (compiler.world() != nullptr)
    if (Result<void> kept = compiler.world()->keep(); !kept)
      run.messages.warning(kept.error().to_string());
  return status;
}

}  // namespace pincompile::tool
