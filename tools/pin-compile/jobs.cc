// Sources and outputs of a command line, and their order.
// SPDX-License-Identifier: MIT
#include "jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <set>

#include "output_names.h"
#include "paths.h"

namespace pincompile::tool {
namespace {

Error usage(std::string message, std::vector<std::string> hints = {}) {
  return {ErrorKind::kInvalidArgument, std::move(message), {}, {}, std::move(hints)};
}

/// Options that make no sense together, or not for several outputs.
Result<void> check_conflicts(const Settings& settings, std::size_t outputs) {
  if (settings.is_on(Opt::kOnline) && !settings.is_on(Opt::kCheck))
    return usage("--online needs --check", {"pin-compile --check --online"});
  if (settings.is_on(Opt::kCheck) && settings.is_on(Opt::kDryRun))
    return usage("--check and --dry-run exclude each other: both write nothing, in different ways");
  if (settings.is_on(Opt::kOffline) &&
      (settings.is_on(Opt::kRefresh) || settings.given(Opt::kRefreshPackage)))
    return usage("--offline and --refresh exclude each other");
  if (settings.is_on(Opt::kOffline) && settings.is_on(Opt::kNoCache))
    return usage("--offline and --no-cache exclude each other: nothing would be left to read");
  if (settings.is_on(Opt::kOffline) && settings.is_on(Opt::kOnline))
    return usage("--offline and --online exclude each other");
  if (settings.given(Opt::kReplay) && settings.given(Opt::kRecord))
    return usage("--record and --replay exclude each other: the snapshot is there already");
  if (settings.is_on(Opt::kBuildSdists) &&
      (settings.is_on(Opt::kOffline) || settings.given(Opt::kReplay)))
    return usage("--build-sdists is refused under --offline and --replay");
  if (settings.is_on(Opt::kBuildSdists) && settings.is_on(Opt::kNoBuild))
    return usage("--build-sdists and --no-build exclude each other");
  if (settings.is_on(Opt::kNoIndex) && settings.list(Opt::kFindLinks).empty() &&
      !settings.given(Opt::kReplay) && settings.last(Opt::kNoIndex)->level <= Level::kConfig &&
      settings.given(Opt::kIndexUrl) && settings.last(Opt::kIndexUrl)->level == Level::kCommandLine)
    return usage("--no-index and --index-url exclude each other");
  if (settings.given(Opt::kExtra) && settings.is_on(Opt::kAllExtras))
    return usage("--extra and --all-extras exclude each other");
  if (settings.given(Opt::kConfig) && settings.is_on(Opt::kNoConfig))
    return usage("--config and --no-config exclude each other");
  if (settings.given(Opt::kTargetStage) && !settings.given(Opt::kTargetDockerfile))
    return usage("--target-stage needs --target-dockerfile");
  if (settings.given(Opt::kDockerfileArg) && !settings.given(Opt::kTargetDockerfile))
    return usage("--dockerfile-arg needs --target-dockerfile");
  if (settings.list(Opt::kPlatform).size() > 1 &&
      settings.last(Opt::kPlatform)->level == Level::kCommandLine) {
    std::size_t given = 0;
    for (const Setting& setting : settings.all())
      given += setting.occurrence.row->id == Opt::kPlatform && setting.level == Level::kCommandLine;
    if (given > 1)
      return refused_option("several --platform",
                            {"", true, "uv", "one target per file for now",
                             "compile once per target with -o requirements-TARGET.txt"});
  }
  for (Opt option : {Opt::kReport, Opt::kGraph, Opt::kRecord})
    if (outputs > 1 && settings.given(option))
      return usage(fmt::format("{} names one file, but this run has {} outputs",
                               row_of(option).names.front(), outputs),
                   {"run once per output"});
  return {};
}

Result<void> check_standard_output(const Settings& settings, const std::vector<Job>& jobs) {
  if (std::ranges::count(settings.sources, "-") > 1)
    return usage("standard input (-) can be a source once");
  std::vector<std::string> documents;
  for (const Job& job : jobs)
    if (job.output == "-" && !settings.is_on(Opt::kCheck)) documents.push_back("the pins");
  if (settings.value(Opt::kReport) == "-") documents.push_back("--report");
  if (settings.value(Opt::kGraph) == "-") documents.push_back("--graph");
  if (settings.is_on(Opt::kDryRun) && documents.empty()) return {};
  if (settings.is_on(Opt::kDryRun) && documents.front() != "the pins")
    documents.push_back("--dry-run");
  if (documents.size() < 2) return {};
  return usage(
      fmt::format("{} and {} cannot both go to standard output", documents[0], documents[1]));
}

Result<std::vector<std::string>> sources_of(const Settings& settings, FileSystem& files,
                                            bool& defaulted) {
  if (!settings.sources.empty()) return settings.sources;
  if (settings.given(Opt::kReplay)) return std::vector<std::string>{};
  if (settings.given(Opt::kGroup) || settings.is_on(Opt::kAllGroups)) {
    defaulted = true;
    return std::vector<std::string>{};
  }
  for (const char* name : kDefaultSources) {
    if (files.exists(name) != FileSystem::Kind::kFile) continue;
    defaulted = true;
    return std::vector<std::string>{name};
  }
  return usage(
      "no source given, and none of requirements.in, pyproject.toml, setup.cfg, environment.yml is "
      "here",
      {"name the file that lists your requirements: pin-compile FILE"});
}

Result<void> choose_format(Job& job) {
  const std::string name = base_name(job.output);
  const std::string format = job.settings.value(Opt::kFormat);
  const bool toml_name = name.starts_with("pylock.") && name.ends_with(".toml");
  job.pylock = format == "pylock.toml" || (format.empty() && toml_name);
  if (job.pylock && job.output != "-" && !is_pylock_name(job.output))
    return usage(fmt::format("{} is no name for a pylock file", job.output),
                 {"pylock.toml, or pylock.NAME.toml with a NAME without dots"});
  return {};
}

/// Files that `path` names by -r and -c, nested ones too, as paths from the working directory.
void collect_references(FileSystem& files, const std::string& path, std::set<std::string>& seen) {
  const Result<std::string> text = files.read(path);
  if (!text) return;
  std::string_view rest = *text;
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.starts_with('-')) continue;
    for (std::string_view option : {"--requirement", "--constraint", "-r", "-c"}) {
      if (!line.starts_with(option)) continue;
      std::string_view value = line.substr(option.size());
      value.remove_prefix(std::min(value.find_first_not_of(" \t="), value.size()));
      value = value.substr(0, value.find(" #"));
      while (!value.empty() &&
             (value.back() == ' ' || value.back() == '\r' || value.back() == '\t'))
        value.remove_suffix(1);
      if (value.empty() || is_url(value)) break;
      const std::string nested = cleaned(joined(directory_of(path), value));
      if (seen.insert(nested).second) collect_references(files, nested, seen);
      break;
    }
  }
}

std::set<std::string> references_of(const Job& job, FileSystem& files) {
  std::set<std::string> seen;
  std::vector<std::string> named = job.settings.list(Opt::kConstraint);
  named.insert(named.end(), job.sources.begin(), job.sources.end());
  for (const std::string& file : named) {
    if (file == "-" || is_url(file)) continue;
    const std::string path = cleaned(joined(job.directory, file));
    seen.insert(path);
    collect_references(files, path, seen);
  }
  return seen;
}

}  // namespace

std::string Job::shown_output() const { return output == "-" ? output : joined(directory, output); }

Result<std::vector<Job>> plan_jobs(const Settings& settings, FileSystem& files, bool pip_compile) {
  bool defaulted = false;
  Result<std::vector<std::string>> sources = sources_of(settings, files, defaulted);
  if (!sources) return sources.error();
  // pip-compile wants no -o for several sources whose first is a project, and one for `-` alone.
  const bool project_first =
      pip_compile && !sources->empty() && is_project_file(base_name(sources->front()));
  const bool one_output = settings.given(Opt::kOutputFile) || sources->size() <= 1 || project_first;
  if (pip_compile && !settings.given(Opt::kOutputFile) && sources->size() == 1 &&
      sources->front() == "-")
    return usage("standard input needs -o under --compat pip-compile", {"add -o FILE, or -o -"});
  std::vector<Job> jobs;
  if (one_output) {
    const std::string first = sources->empty() ? "pyproject.toml" : sources->front();
    const std::string derived =
        pip_compile ? pip_compile_output_name_for(first) : output_name_for(first);
    Job job{settings, *sources, derived, true, defaulted, false, pip_compile};
    // A derived pylock has the one name that PEP 751 gives it, beside the source.
    if (settings.value(Opt::kFormat) == "pylock.toml" && derived != "-")
      job.output = joined(directory_of(derived), "pylock.toml");
    if (settings.given(Opt::kOutputFile)) job.output = settings.value(Opt::kOutputFile);
    if (!settings.given(Opt::kOutputFile) && sources->empty() && settings.given(Opt::kReplay))
      job.output = "-";
    job.output_derived =
        sources->size() <= 1 && (!settings.given(Opt::kOutputFile) || job.output == derived);
    jobs.push_back(std::move(job));
  } else {
    for (const std::string& source : *sources)
      jobs.push_back(
          {settings, {source}, output_name_for(source), true, false, false, pip_compile});
    if (pip_compile)
      return usage("several sources need -o under --compat pip-compile",
                   {"add -o FILE for one merged output"});
  }
  std::map<std::string, std::string> made;
  for (Job& job : jobs) {
    if (Result<void> chosen = choose_format(job); !chosen) return chosen.error();
    for (const std::string& source : job.sources)
      if (job.output != "-" && cleaned(source) == cleaned(job.output))
        return usage(fmt::format("{} would be written over its own source", job.output),
                     {"choose another -o"});
    const auto [other, fresh] =
        made.emplace(cleaned(job.output), job.sources.empty() ? "" : job.sources.front());
    if (!fresh && job.output != "-")
      return usage(fmt::format("{} and {} have one output, {}", other->second, job.sources.front(),
                               job.output),
                   {"give -o for one merged output, or rename one of them"});
  }
  if (Result<void> fine = check_conflicts(settings, jobs.size()); !fine) return fine.error();
  if (Result<void> fine = check_standard_output(settings, jobs); !fine) return fine.error();
  return in_layer_order(std::move(jobs), files);
}

Result<std::vector<Job>> in_layer_order(std::vector<Job> jobs, FileSystem& files) {
  if (jobs.size() < 2) return jobs;
  std::vector<std::set<std::string>> references;
  for (const Job& job : jobs) references.push_back(references_of(job, files));
  enum class Mark : std::uint8_t { kNew, kOpen, kDone };
  std::vector<Mark> marks(jobs.size(), Mark::kNew);
  std::vector<std::size_t> order;
  std::string cycle;
  const std::function<void(std::size_t)> visit = [&](std::size_t i) {
    marks[i] = Mark::kOpen;
    for (std::size_t j = 0; j < jobs.size() && cycle.empty(); ++j) {
      if (j == i || !references[i].contains(cleaned(jobs[j].shown_output()))) continue;
      if (marks[j] == Mark::kOpen)
        cycle = fmt::format("{} -> {} -> {}", jobs[i].shown_output(), jobs[j].shown_output(),
                            jobs[i].shown_output());
      if (marks[j] == Mark::kNew) visit(j);
    }
    marks[i] = Mark::kDone;
    order.push_back(i);
  };
  for (std::size_t i = 0; i < jobs.size(); ++i)
    if (marks[i] == Mark::kNew) visit(i);
  if (!cycle.empty())
    return usage(fmt::format("outputs build on each other in a circle: {}", cycle));
  std::vector<Job> ordered;
  for (std::size_t i : order) ordered.push_back(std::move(jobs[i]));
  return ordered;
}

}  // namespace pincompile::tool
