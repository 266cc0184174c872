// One check for each pair of options.
// SPDX-License-Identifier: MIT
#include "option_conflicts.h"

#include <fmt/format.h>

namespace pincompile::tool {

Error usage(std::string message, std::vector<std::string> hints) {
  return {ErrorKind::kInvalidArgument, std::move(message), {}, {}, std::move(hints)};
}

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

}  // namespace pincompile::tool
