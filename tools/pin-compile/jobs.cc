// Sources and outputs of a command line, and their order.
// SPDX-License-Identifier: MIT
#include "jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "job_order.h"
#include "option_conflicts.h"
#include "output_names.h"
#include "paths.h"

namespace pincompile::tool {
namespace {

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

/// Every source, or none, compiled into one output.
Job merged_job(const Settings& settings, std::vector<std::string> sources, bool defaulted) {
  const bool named = settings.given(Opt::kOutputFile);
  const std::string first = sources.empty() ? "pyproject.toml" : sources.front();
  const std::string derived =
      settings.pip_compile ? pip_compile_output_name_for(first) : output_name_for(first);
  Job job{settings, std::move(sources), derived, true, defaulted, false, settings.pip_compile};
  if (named) {
    job.output = settings.value(Opt::kOutputFile);
  } else if (job.sources.empty() && settings.given(Opt::kReplay)) {
    job.output = "-";
  } else if (settings.value(Opt::kFormat) == "pylock.toml" && derived != "-") {
    // A derived pylock has the one name that PEP 751 gives it, beside the source.
    job.output = joined(directory_of(derived), "pylock.toml");
  }
  job.output_derived = job.sources.size() <= 1 && (!named || job.output == derived);
  return job;
}

/// What pip-compile refuses, or wants -o for.
Result<void> check_as_pip_compile(const Settings& settings, const std::vector<std::string>& sources,
                                  bool merged) {
  if (!settings.pip_compile || settings.given(Opt::kOutputFile)) return {};
  if (sources.size() == 1 && sources.front() == "-")
    return usage("standard input needs -o under --compat pip-compile", {"add -o FILE, or -o -"});
  if (!merged)
    return usage("several sources need -o under --compat pip-compile",
                 {"add -o FILE for one merged output"});
  return {};
}

/// No output is one of its sources, or another job's.
Result<void> check_outputs(const std::vector<Job>& jobs) {
  std::map<std::string, std::string> made;
  for (const Job& job : jobs) {
    if (job.output == "-") continue;
    for (const std::string& source : job.sources)
      if (cleaned(source) == cleaned(job.output))
        return usage(fmt::format("{} would be written over its own source", job.output),
                     {"choose another -o"});
    const auto [other, fresh] =
        made.emplace(cleaned(job.output), job.sources.empty() ? "" : job.sources.front());
    if (!fresh)
      return usage(fmt::format("{} and {} have one output, {}", other->second, job.sources.front(),
                               job.output),
                   {"give -o for one merged output, or rename one of them"});
  }
  return {};
}

}  // namespace

std::string Job::shown_output() const { return output == "-" ? output : joined(directory, output); }

Result<std::vector<Job>> plan_jobs(const Settings& settings, FileSystem& files) {
  bool defaulted = false;
  Result<std::vector<std::string>> sources = sources_of(settings, files, defaulted);
  if (!sources) return sources.error();
  // pip-compile wants no -o for several sources whose first is a project.
  const bool project_first =
      settings.pip_compile && !sources->empty() && is_project_file(base_name(sources->front()));
  const bool merged = settings.given(Opt::kOutputFile) || sources->size() <= 1 || project_first;
  if (auto fine = check_as_pip_compile(settings, *sources, merged); !fine) return fine.error();
  std::vector<Job> jobs;
  if (merged) {
    jobs.push_back(merged_job(settings, *sources, defaulted));
  } else {
    for (const std::string& source : *sources)
      jobs.push_back({settings, {source}, output_name_for(source)});
  }
  for (Job& job : jobs)
    if (auto chosen = choose_format(job); !chosen) return chosen.error();
  if (auto fine = check_outputs(jobs); !fine) return fine.error();
  if (auto fine = check_conflicts(settings, jobs.size()); !fine) return fine.error();
  if (auto fine = check_standard_output(settings, jobs); !fine) return fine.error();
  return in_layer_order(std::move(jobs), files);
}

}  // namespace pincompile::tool
