// Pre-releases, cutoffs and upgrades by project; modes and budgets.
// SPDX-License-Identifier: MIT
#include "resolve_options.h"

#include <fmt/format.h>

#include "cutoff.h"
#include "formats.h"
#include "pincompile/name.h"
#include "value_lists.h"

namespace pincompile::tool {
namespace {

PrereleaseMode prerelease_mode(std::string_view text) {
  if (text == "explicit") return PrereleaseMode::kExplicit;
  if (text == "allow") return PrereleaseMode::kAllow;
  if (text == "disallow") return PrereleaseMode::kDisallow;
  return PrereleaseMode::kIfNecessary;
}

Error bad_pair(Opt option, const std::string& text) {
  return {ErrorKind::kInvalidArgument,
          fmt::format("{} needs {}, not \"{}\"", row_of(option).names.front(), row_of(option).value,
                      text)};
}

Result<void> read_prereleases(const Settings& settings, const FileOptions& lines,
                              ResolveOptions& options) {
  const Setting* pre = settings.last(Opt::kPre);
  const Setting* mode = settings.last(Opt::kPrerelease);
  if (mode != nullptr) options.prerelease = prerelease_mode(mode->occurrence.value);
  // --pre and --prerelease are one switch; the higher level has the last word.
  if (pre != nullptr && (mode == nullptr || pre->level <= mode->level))
    options.prerelease = PrereleaseMode::kAllow;
  if (lines.pre && (pre == nullptr || pre->level == Level::kHost) && mode == nullptr)
    options.prerelease = PrereleaseMode::kAllow;
  auto add = [&options](const std::vector<std::string>& names, PrereleaseMode chosen) {
    for (const std::string& list : names)
      for (const std::string& name : split_at_commas(list)) {
        if (name == ":all:") {
          options.prerelease = chosen;
        } else if (name != ":none:") {
          options.prerelease_by_project[normalize_name(name)] = chosen;
        }
      }
  };
  add(lines.all_releases, PrereleaseMode::kAllow);
  add(lines.only_final, PrereleaseMode::kDisallow);
  add(settings.list(Opt::kAllReleases), PrereleaseMode::kAllow);
  add(settings.list(Opt::kOnlyFinal), PrereleaseMode::kDisallow);
  for (const std::string& pair : settings.list(Opt::kPrereleasePackage)) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0) return bad_pair(Opt::kPrereleasePackage, pair);
    const std::string value = pair.substr(equals + 1);
    if (auto fine = check_choice(row_of(Opt::kPrerelease), "--prerelease-package", value); !fine)
      return fine.error();
    options.prerelease_by_project[normalize_name(pair.substr(0, equals))] = prerelease_mode(value);
  }
  return {};
}

Result<void> read_cutoffs(const Settings& settings, std::chrono::sys_seconds now,
                          ResolveOptions& options) {
  if (settings.given(Opt::kUploadedPriorTo)) {
    auto cutoff = parse_cutoff(settings.value(Opt::kUploadedPriorTo), now);
    if (!cutoff) return cutoff.error();
    options.uploaded_prior_to = *cutoff;
  }
  for (const std::string& pair : settings.list(Opt::kUploadedPriorToPackage)) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0)
      return bad_pair(Opt::kUploadedPriorToPackage, pair);
    const std::string name = normalize_name(pair.substr(0, equals));
    const std::string value = pair.substr(equals + 1);
    if (value == "none" || value == "false") {
      options.uploaded_prior_to_by_project[name] = std::nullopt;
      continue;
    }
    auto cutoff = parse_cutoff(value, now);
    if (!cutoff) return cutoff.error();
    options.uploaded_prior_to_by_project[name] = *cutoff;
  }
  return {};
}

Result<void> read_upgrades(const Settings& settings, ResolveOptions& options) {
  options.upgrade = settings.is_on(Opt::kUpgrade) || settings.is_on(Opt::kOnline);
  for (const std::string& text : settings.list(Opt::kUpgradePackage)) {
    auto requirement = Requirement::parse(text);
    if (!requirement) {
      Error error = requirement.error();
      error.message = fmt::format("--upgrade-package: {}", error.message);
      error.kind = ErrorKind::kInvalidArgument;
      return error;
    }
    if (!requirement->url.empty())
      return Error{ErrorKind::kInvalidArgument,
                   fmt::format("--upgrade-package: {} is given by a URL", requirement->name),
                   {},
                   {},
                   {fmt::format("change the line that has the URL; -P {} takes a version",
                                requirement->name)}};
    InputRequirement line;
    line.requirement = *requirement;
    line.text = text;
    line.origin = {"--upgrade-package", "--upgrade-package", 0, {}};
    options.upgrade_packages.push_back(std::move(line));
  }
  return {};
}

}  // namespace

Result<ResolveOptions> resolve_options(const Settings& settings, const FileOptions& lines,
                                       std::chrono::sys_seconds now) {
  ResolveOptions options;
  const std::string objective = settings.value(Opt::kObjective);
  if (objective == "newest") options.objective = Objective::kNewest;
  if (objective == "greedy") options.objective = Objective::kGreedy;
  const std::string resolution = settings.value(Opt::kResolution);
  if (resolution == "lowest") options.resolution = ResolutionMode::kLowest;
  if (resolution == "lowest-direct") options.resolution = ResolutionMode::kLowestDirect;
  if (auto read = read_prereleases(settings, lines, options); !read) return read.error();
  if (auto read = read_cutoffs(settings, now, options); !read) return read.error();
  if (auto read = read_upgrades(settings, options); !read) return read.error();
  const Formats formats = formats_of(settings, lines);
  options.only_binary = formats.only_binary;
  options.no_binary = formats.no_binary;
  options.prefer_binary = lines.prefer_binary || settings.is_on(Opt::kPreferBinary);
  options.strict_sdist_metadata = settings.value(Opt::kSdistMetadata) == "strict";
  options.builds_sdists = settings.is_on(Opt::kBuildSdists);
  options.respect_python_upper_bounds = settings.value(Opt::kPythonUpperBounds) != "ignore";
  options.ignore_requires_python = settings.is_on(Opt::kIgnoreRequiresPython);
  options.require_hashes =
      settings.is_on(Opt::kRequireHashes) || lines.require_hashes.value_or(false);
  auto conflicts = number_of(settings, Opt::kMaxConflicts);
  if (!conflicts) return conflicts.error();
  options.max_conflicts = *conflicts;
  auto fetches = number_of(settings, Opt::kMaxFetches);
  if (!fetches) return fetches.error();
  options.max_fetches = *fetches;
  if (settings.given(Opt::kMaxSeconds)) {
    auto seconds = number_of(settings, Opt::kMaxSeconds);
    if (!seconds) return seconds.error();
    options.max_time = std::chrono::seconds(*seconds);
  }
  return options;
}

}  // namespace pincompile::tool
