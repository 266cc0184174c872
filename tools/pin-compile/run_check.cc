// `--check`: judges outputs by their fingerprints (behaviour.md 7.2). No network, no cache, no
// interpreter; the structural test only runs to say what changed.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <set>

#include "compile.h"
#include "header_command.h"
#include "input_reader.h"
#include "paths.h"
#include "pincompile/fingerprint.h"
#include "run.h"
#include "source_hints.h"
#include "structural_test.h"

namespace pincompile::tool {
namespace {

constexpr std::size_t kMostFindings = 10;

/// What one output's check found; no findings = up to date.
struct Verdict {
  std::vector<std::string> findings = {};
  std::vector<std::string> notes = {};
};

std::vector<std::string> shown_words(const std::vector<CommandOption>& options) {
  std::vector<std::string> words;
  for (const CommandOption& option : options)
    words.push_back(option.has_value ? option.name + '=' + option.value : option.name);
  return words;
}

/// `--generate-hashes added, --pre removed`, from the command now and the one recorded.
std::string option_changes(const Settings& settings, const PinsFile& file) {
  std::vector<std::string> now = shown_words(shown_options(settings, ""));
  std::vector<std::string> before;
  Result<std::vector<std::string>> words = split_shell_words(file.command);
  if (words && !words->empty()) {
    words->erase(words->begin());
    Result<CommandLine> line = parse_command_line(*words);
    if (line) {
      Settings recorded;
      recorded.add(Level::kCommandLine, line->options);
      before = shown_words(shown_options(recorded, ""));
    }
  }
  // What the header hides is hidden on both sides, or it would be a change.
  for (auto* shown : {&now, &before})
    for (std::string& word : *shown) word = with_hidden_user(word);
  std::vector<std::string> changes;
  for (const std::string& word : now)
    if (std::ranges::find(before, word) == before.end()) changes.push_back(word + " added");
  for (const std::string& word : before)
    if (std::ranges::find(now, word) == now.end()) changes.push_back(word + " removed");
  return changes.empty() ? "option lines of sources, or settings that the command does not show"
                         : fmt::format("{}", fmt::join(changes, ", "));
}

/// A part of the target that this machine would give is never compared: every machine gets the same
/// verdict.
bool same_where_given(const TargetChoice& choice, const std::string& recorded) {
  const std::string id = choice.target.id();
  const std::size_t dash = std::min(id.find('-'), id.size());
  const std::size_t recorded_dash = std::min(recorded.find('-'), recorded.size());
  if (choice.python_given && id.substr(0, dash) != recorded.substr(0, recorded_dash)) return false;
  return !choice.platform_given || id.substr(dash) == recorded.substr(recorded_dash);
}

/// The inputs as they are now; remote ones are named in `remote` and left out.
Result<Inputs> read_without_network(const Job& job, JobView& view,
                                    std::vector<std::string>& remote) {
  InputReader reader = input_reader(job.settings, view.files, view.environment);
  reader.fetch = [&remote](const std::string& url) -> Result<std::string> {
    remote.push_back(url);
    return std::string();
  };
  if (std::ranges::find(job.sources, "-") != job.sources.end()) {
    Result<std::string> input = read_standard_input();
    if (!input) return input.error();
    reader.standard_input = *std::move(input);
  }
  Result<Inputs> inputs = read_inputs(reader, job.sources, job.settings.list(Opt::kConstraint),
                                      job.settings.list(Opt::kOverride));
  if (!inputs) return with_source_hint(inputs.error(), job, view.files);
  hide_host_constraints(job.settings, *inputs);
  return inputs;
}

/// `a.in changed: flask added`, further changes indented.
std::vector<std::string> input_findings(const Job& job, const Inputs& inputs, const PinsFile& file,
                                        const std::string& target) {
  std::vector<std::string> found = structural_findings(inputs, file, target);
  if (found.empty()) found.push_back("order, markers or options of requirements");
  if (found.size() > kMostFindings) {
    const std::size_t more = found.size() - kMostFindings;
    found.resize(kMostFindings);
    found.push_back(fmt::format("and {} more", more));
  }
  const std::string source =
      job.sources.empty() ? "inputs" : fmt::format("{}", fmt::join(job.sources, ", "));
  found.front() = fmt::format("{} changed: {}", source, found.front());
  for (std::size_t i = 1; i < found.size(); ++i) found[i] = "  " + found[i];
  return found;
}

/// Each part of the recorded fingerprint against what this run would write.
Result<Verdict> compare(Run& run, const Job& job, JobView& view, const PinsFile& file,
                        const Fingerprint& recorded) {
  std::vector<std::string> remote;
  Result<Inputs> inputs = read_without_network(job, view, remote);
  if (!inputs) return inputs.error();
  Result<TargetChoice> target =
      choose_target(job.settings, inputs->python_version, view.environment, view.files,
                    run.programs, nullptr, false);
  if (!target) return target.error();
  Verdict verdict;
  for (const std::string& url : remote)
    verdict.notes.push_back(
        fmt::format("{} is not looked into: --check asks no network", with_hidden_user(url)));
  const std::string directory = directory_of(job.output);
  if (inputs_digest(*inputs, directory) != recorded.inputs)
    verdict.findings = input_findings(job, *inputs, file, recorded.target);
  const std::vector<std::string> records = option_records(
      job.settings, inputs->options, directory, view.environment, target->dockerfile_record);
  if (options_digest(records) != recorded.options)
    verdict.findings.push_back("options changed: " + option_changes(job.settings, file));
  if (!same_where_given(*target, recorded.target))
    verdict.findings.push_back(
        fmt::format("compiled for {}, asked for {}", recorded.target, target->target.id()));
  if (pins_digest(file.body) != recorded.pins)
    verdict.findings.push_back("edited by hand; pin-compile keeps edited pins that fit");
  return verdict;
}

Result<Verdict> judge(Run& run, const Job& job) {
  FreshTexts none;
  JobView view(job, run.environment, none);
  Result<std::string> text = view.files.read(job.output);
  if (!text && text.error().kind != ErrorKind::kNotFound) return text.error();
  if (!text) return Verdict{{"does not exist"}};
  Result<PinsFile> file = parse_pins(*text);
  if (!file) return std::move(file).error().at({job.output, 0, 0, ""});
  const auto recorded = Fingerprint::parse(file->fingerprint);
  if (!recorded) return Verdict{{"has no fingerprint; run pin-compile once"}};
  return compare(run, job, view, *file, *recorded);
}

void report(Run& run, const Job& job, const Verdict& verdict) {
  for (const std::string& note : verdict.notes) run.messages.note(note);
  if (verdict.findings.empty()) {
    run.messages.line(0, fmt::format("{}: up to date", job.shown_output()));
    return;
  }
  Error error{ErrorKind::kNotFound,
              fmt::format("{}: {}", job.shown_output(), verdict.findings.front())};
  error.causes.assign(verdict.findings.begin() + 1, verdict.findings.end());
  for (std::string& cause : error.causes)
    if (cause.starts_with("  ")) cause.erase(0, 2);
  error.hints.push_back(fmt::format("run {}", header_command(job, run.environment)));
  run.messages.error(error);
}

}  // namespace

ExitStatus run_check(Run& run, const Settings& settings) {
  Result<std::vector<Job>> jobs = settings.is_on(Opt::kAll)
                                      ? find_recorded_jobs(settings, run.files, run.messages)
                                      : plan_jobs(settings, run.files);
  if (!jobs) {
    run.messages.error(jobs.error());
    return status_of_input_error(jobs.error().kind);
  }
  ExitStatus status = ExitStatus::kDone;
  for (const Job& job : *jobs) {
    if (job.output == "-") {
      run.messages.error({ErrorKind::kInvalidArgument,
                          "--check needs a file to judge; standard output is none",
                          {},
                          {},
                          {"name the file with -o"}});
      return ExitStatus::kUsage;
    }
    Result<Verdict> verdict = judge(run, job);
    if (!verdict) {
      run.messages.error(verdict.error());
      return status_of_input_error(verdict.error().kind);
    }
    report(run, job, *verdict);
    if (!verdict->findings.empty()) status = ExitStatus::kNoAnswer;
  }
  return status;
}

}  // namespace pincompile::tool
