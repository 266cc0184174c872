// `--all`: finds fingerprinted outputs below the working directory and reads the command in each
// header (behaviour.md 7.3). The parser of the command line does it; no shell is involved.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "header_command.h"
#include "job_order.h"
#include "output_names.h"
#include "paths.h"
#include "pincompile/inputs.h"

namespace pincompile::tool {
namespace {

constexpr std::string_view kProgram = "pin-compile ";
constexpr int kDeepest = 24;

bool is_skipped_directory(const std::string& name) {
  return name.starts_with('.') || name == "node_modules" || name == "site-packages";
}

bool may_be_output(const std::string& name) {
  return name.ends_with(".txt") || (name.starts_with("pylock") && name.ends_with(".toml"));
}

void collect(FileSystem& files, const std::string& directory, int depth,
             std::vector<std::string>& found) {
  const Result<std::vector<std::string>> names = files.list(directory.empty() ? "." : directory);
  if (!names || depth > kDeepest) return;
  // A directory with pyvenv.cfg is a virtual environment, whatever its name.
  if (std::ranges::find(*names, "pyvenv.cfg") != names->end()) return;
  for (const std::string& name : *names) {
    const std::string path = joined(directory, name);
    switch (files.exists(path)) {
      case FileSystem::Kind::kDirectory:
        if (!is_skipped_directory(name)) collect(files, path, depth + 1, found);
        break;
      case FileSystem::Kind::kFile:
        if (may_be_output(name)) found.push_back(path);
        break;
      case FileSystem::Kind::kNothing:
        break;
    }
  }
}

/// The value of `key = "..."` in a pylock's [tool.pin-compile] table.
std::string pylock_value(std::string_view text, std::string_view key) {
  const std::size_t table = text.rfind("[tool.pin-compile]");
  if (table == std::string_view::npos) return "";
  const std::string start = fmt::format("\n{} = \"", key);
  const std::size_t at = text.find(start, table);
  if (at == std::string_view::npos) return "";
  std::string value;
  for (std::size_t i = at + start.size(); i < text.size() && text[i] != '"'; ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    value += text[i];
  }
  return value;
}

struct Recorded {
  std::string fingerprint;
  std::string command;
};

Recorded recorded_in(const std::string& path, const std::string& text) {
  if (path.ends_with(".toml"))
    return {pylock_value(text, "fingerprint"), pylock_value(text, "command")};
  if (text.find("# fingerprint: ") == std::string::npos) return {};
  const Result<PinsFile> file = parse_pins(text);
  return file ? Recorded{file->fingerprint, file->command} : Recorded{};
}

/// A path of a recorded command, seen from the working directory; `base` is where it was recorded.
std::string moved(const std::string& base, const std::string& path) {
  return path == "-" || is_url(path) ? path : joined(base, path);
}

class RecordedJobs {
 public:
  RecordedJobs(const Settings& run, FileSystem& files, Messages& messages)
      : run_(run), files_(files), messages_(messages) {}

  Result<std::vector<Job>> find() {
    std::vector<std::string> paths;
    collect(files_, "", 0, paths);
    std::vector<Job> jobs;
    for (const std::string& path : paths) {
      const Result<std::string> text = files_.read(path);
      if (!text) continue;
      const Recorded recorded = recorded_in(path, *text);
      if (recorded.fingerprint.empty()) continue;
      Result<std::optional<Job>> job = job_of(path, recorded.command);
      if (!job) return std::move(job).error().at({path, 0, 0, ""});
      if (job->has_value()) jobs.push_back(**std::move(job));
    }
    if (jobs.empty()) messages_.note("no file below the working directory carries a fingerprint");
    return in_layer_order(std::move(jobs), files_);
  }

 private:
  Result<std::optional<Job>> job_of(const std::string& path, const std::string& command) {
    if (!command.starts_with(kProgram)) {
      messages_.warning(fmt::format("{} is skipped: its custom command cannot be read", path));
      return std::optional<Job>();
    }
    Result<std::vector<std::string>> words =
        split_shell_words(std::string_view(command).substr(kProgram.size()));
    if (!words) return words.error();
    Result<CommandLine> line = parse_command_line(*words);
    if (!line) return line.error();
    for (const Occurrence& option : line->options)
      if (!option.row->shown)
        return Error{
            ErrorKind::kInvalidArgument,
            fmt::format("its recorded command holds {}, which has no business there", option.name)};
    if (std::ranges::find(line->sources, "-") != line->sources.end()) {
      messages_.warning(fmt::format("{} is skipped: it was made from standard input", path));
      return std::optional<Job>();
    }
    const std::optional<std::string> base = base_of(path, *line);
    if (!base)
      return Error{ErrorKind::kNotFound,
                   fmt::format("the sources of its recorded command are not found: {}",
                               fmt::join(line->sources, ", ")),
                   {},
                   {},
                   {"run pin-compile once with the sources it has now"}};
    return std::optional<Job>(make(path, *base, *line));
  }

  /// The nearest directory, from the file's own upward, in which all sources exist and whose output
  /// is this very file.
  std::optional<std::string> base_of(const std::string& path, const CommandLine& line) const {
    std::string directory = directory_of(path);
    for (;;) {
      const bool all_there = std::ranges::all_of(line.sources, [&](const std::string& source) {
        return is_url(source) || files_.exists(moved(directory, source)) == FileSystem::Kind::kFile;
      });
      if (all_there && cleaned(moved(directory, output_of(line))) == cleaned(path))
        return directory;
      if (directory.empty()) return std::nullopt;
      directory = directory_of(directory);
    }
  }

  static std::string output_of(const CommandLine& line) {
    for (const Occurrence& option : line.options)
      if (option.row->id == Opt::kOutputFile) return option.value;
    const std::string derived =
        output_name_for(line.sources.empty() ? "pyproject.toml" : line.sources.front());
    const bool pylock = std::ranges::any_of(line.options, [](const Occurrence& option) {
      return option.row->id == Opt::kFormat && option.value == "pylock.toml";
    });
    return pylock ? joined(directory_of(derived), "pylock.toml") : derived;
  }

  Job make(const std::string& path, const std::string& base, CommandLine line) const {
    Job job;
    job.directory = base;
    job.output = output_of(line);
    job.pylock = path.ends_with(".toml");
    job.output_derived = std::ranges::none_of(
        line.options, [](const Occurrence& option) { return option.row->id == Opt::kOutputFile; });
    job.sources = line.sources;
    std::vector<Occurrence> shown;
    for (Occurrence& option : line.options) {
      // A hidden user part counts as none: the host's netrc or keyring supplies it.
      for (std::size_t at; (at = option.value.find("://****@")) != std::string::npos;)
        option.value.erase(at + 3, 5);
      if (option.row->id != Opt::kOutputFile) shown.push_back(option);
    }
    job.settings.absent_on_403 = run_.absent_on_403;
    job.settings.config.package_index = run_.config.package_index;
    job.settings.config.conda_names = run_.config.conda_names;
    job.settings.add(Level::kCommandLine, shown);
    for (const Setting& setting : run_.all()) {
      const bool lasting = setting.occurrence.row->shown && setting.level != Level::kHost;
      if (!lasting && setting.occurrence.row->id != Opt::kAll)
        job.settings.add(setting.level, {setting.occurrence}, setting.in_pip_args);
    }
    return job;
  }

  const Settings& run_;
  FileSystem& files_;
  Messages& messages_;
};

}  // namespace

Result<std::vector<Job>> find_recorded_jobs(const Settings& run, FileSystem& files,
                                            Messages& messages) {
  return RecordedJobs(run, files, messages).find();
}

}  // namespace pincompile::tool
