// Who names whose output, and a depth-first walk over that.
// SPDX-License-Identifier: MIT
#include "job_order.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <set>

#include "option_conflicts.h"
#include "paths.h"

namespace pincompile::tool {
namespace {

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
