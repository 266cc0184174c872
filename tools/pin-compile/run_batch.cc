// `batch`: one JSON object a line from standard input, one a line to standard output, in order
// (behaviour.md 9.6). Each line is the run `pin-compile OPTIONS [-c constraints.txt]
// requirements.in` in a folder that holds its texts and nothing else; all lines share one warm
// world.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "batch_line.h"
#include "compile.h"
#include "output/json_error.h"
#include "paths.h"
#include "pincompile/text_files.h"
#include "run.h"

namespace pincompile::tool {
namespace {

constexpr const char* kRequirements = "requirements.in";
constexpr const char* kConstraints = "constraints.txt";

/// Options of one run with one output.
constexpr std::array kNotForBatch = {Opt::kOutputFile, Opt::kDryRun, Opt::kReport, Opt::kGraph,
                                     Opt::kExplain,    Opt::kRecord, Opt::kReplay, Opt::kCheck,
                                     Opt::kOnline,     Opt::kAll};

struct Answer {
  ExitStatus status = ExitStatus::kDone;
  std::optional<Error> error = {};
  std::optional<Compiled> compiled = {};
  std::vector<std::string> warnings = {};
};

std::string list_of(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + json_quoted(text);
  return list;
}

std::string text_of(const std::string& id, const Answer& answer) {
  const bool pinned = answer.compiled && answer.compiled->resolution() != nullptr;
  std::string text =
      fmt::format("{{\"id\": {}, \"status\": {}", id, static_cast<int>(answer.status));
  if (pinned) text += ", \"output\": " + json_quoted(answer.compiled->text);
  if (!pinned) {
    JsonWriter error(false);
    write_json_error(error, answer.compiled ? &answer.compiled->outcome : nullptr,
                     answer.error ? &*answer.error : nullptr);
    std::string written = error.take();
    written.pop_back();
    text += ", \"error\": " + written;
  }
  if (!answer.warnings.empty())
    text += fmt::format(", \"warnings\": [{}]", list_of(answer.warnings));
  ResolveStats stats;
  if (answer.compiled)
    stats = std::visit([](const auto& outcome) { return outcome.stats; }, answer.compiled->outcome);
  return text +
         fmt::format(", \"stats\": {{\"conflicts\": {}, \"decisions\": {}, \"fetches\": {}}}}}\n",
                     stats.conflicts, stats.decisions, stats.fetches);
}

class Batch {
 public:
  /// messages  for what concerns no line.
  Batch(Run& run, Messages& messages, const std::vector<std::string>& words)
      : run_(run), messages_(messages), words_(words), compiler_(run) {
    run.messages.collect_warnings(warnings_);
  }

  Result<void> open(const Settings& settings);
  Answer answer(const BatchLine& line);
  /// Writes what was learned to the cache; trouble, and what the world has to say, is told once.
  void keep();

 private:
  Answer compile(const BatchLine& line);

  Run& run_;
  Messages& messages_;
  const std::vector<std::string>& words_;
  Compiler compiler_;
  FreshTexts given_;                   ///< files that the command line names
  std::vector<std::string> warnings_;  ///< of the line under way
};

Result<void> Batch::open(const Settings& settings) {
  compiler_.see_fresh_texts_only();
  for (const Opt option : {Opt::kConstraint, Opt::kOverride}) {
    for (const std::string& path : settings.list(option)) {
      Result<std::string> text = run_.files.read(path);
      if (!text) return text.error();
      given_[cleaned(joined(run_.environment.working_directory, path))] = *std::move(text);
    }
  }
  return compiler_.open_world(settings);
}

Answer Batch::answer(const BatchLine& line) {
  warnings_.clear();
  Answer answer = compile(line);
  answer.warnings = std::move(warnings_);
  return answer;
}

Answer Batch::compile(const BatchLine& line) {
  std::vector<std::string> words = words_;
  words.insert(words.end(), line.words.begin(), line.words.end());
  if (line.constraints) words.push_back(fmt::format("--constraint={}", kConstraints));
  words.emplace_back(kRequirements);
  Result<CommandLine> parsed = parse_command_line(words);
  if (!parsed) return {status_of_input_error(parsed.error().kind), parsed.error()};
  Result<Settings> settings = gather_settings(*parsed, run_.environment, run_.files);
  if (!settings) return {status_of_input_error(settings.error().kind), settings.error()};
  FreshTexts texts = given_;
  auto put = [&](const std::string& path, const std::string& text) {
    texts[cleaned(joined(run_.environment.working_directory, path))] = text;
  };
  put(kRequirements, line.requirements);
  if (line.constraints) put(kConstraints, *line.constraints);
  TextFiles nothing;
  OverlayFiles files(nothing, run_.environment.working_directory, texts);
  Result<std::vector<Job>> jobs = plan_jobs(*settings, files);
  if (!jobs) return {ExitStatus::kUsage, jobs.error()};
  const Job& job = jobs->front();
  if (line.existing) put(job.output, *line.existing);
  compiler_.fresh() = std::move(texts);
  Compiled compiled{job};
  if (const auto failure = compiler_.compile(compiled)) return {failure->status, failure->error};
  Answer answer;
  answer.compiled = std::move(compiled);
  const Resolution* resolution = answer.compiled->resolution();
  if (resolution == nullptr) {
    answer.status = ExitStatus::kNoAnswer;
  } else if (settings->is_on(Opt::kRequireProof) && !resolution->proven) {
    answer.status = ExitStatus::kNotProven;
  }
  return answer;
}

void Batch::keep() {
  for (const std::string& warning : compiler_.world()->warnings()) messages_.warning(warning);
  if (const Result<void> kept = compiler_.world()->keep(); !kept)
    messages_.warning(kept.error().to_string());
}

Result<void> check_options(const Settings& settings) {
  if (!settings.sources.empty())
    return Error{ErrorKind::kInvalidArgument, "batch takes no sources: they stand in its lines"};
  for (const Opt option : kNotForBatch)
    if (settings.given(option))
      return Error{ErrorKind::kInvalidArgument,
                   fmt::format("{} is not for batch", row_of(option).names.front())};
  return {};
}

struct FreeText {
  void operator()(char* text) const { std::free(text); }
};

}  // namespace

ExitStatus run_batch(Run& run, const std::vector<std::string>& words, const Settings& settings) {
  // What single runs say on standard error would stand there without its line: warnings are in its
  // answer.
  Messages silent(-2, false);
  Run quiet{run.environment, silent, run.files, run.clock, run.programs, run.net, run.started};
  Batch batch(quiet, run.messages, words);
  Result<void> opened = check_options(settings);
  if (opened) opened = batch.open(settings);
  if (!opened) {
    run.messages.error(opened.error());
    return status_of_open_error(opened.error().kind, settings.given(Opt::kReplay));
  }
  std::unique_ptr<char, FreeText> buffer;
  std::size_t capacity = 0;
  for (;;) {
    char* bytes = buffer.release();
    ssize_t length = ::getline(&bytes, &capacity, stdin);
    buffer.reset(bytes);
    if (length < 0) break;
    std::string_view text(bytes, static_cast<std::size_t>(length));
    if (text.ends_with('\n')) text.remove_suffix(1);
    std::string id = "null";
    const Result<BatchLine> line = read_batch_line(text, id);
    const Answer answer =
        line ? batch.answer(*line) : Answer{ExitStatus::kUsage, line.error(), std::nullopt};
    const std::string written = text_of(id, answer);
    if (std::fwrite(written.data(), 1, written.size(), stdout) != written.size() ||
        std::fflush(stdout) != 0) {
      run.messages.error({ErrorKind::kIo, "cannot write to standard output"});
      return ExitStatus::kWorld;
    }
    batch.keep();
  }
  if (std::ferror(stdin) == 0) return ExitStatus::kDone;
  run.messages.error({ErrorKind::kIo, "cannot read standard input"});
  return ExitStatus::kWorld;
}

}  // namespace pincompile::tool
