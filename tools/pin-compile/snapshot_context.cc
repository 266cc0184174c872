// Context of snapshots: options as `long name -> value`, several values joined by newlines.
// SPDX-License-Identifier: MIT
#include "snapshot_context.h"

#include <algorithm>

#include "cutoff.h"
#include "header_command.h"
#include "index/find_links.h"
#include "paths.h"
#include "pincompile/library_version.h"
#include "support/digest.h"

namespace pincompile::tool {
namespace {

// Keys of SnapshotContext::options that are no options.
constexpr std::string_view kPythonVersion = "target python-version";
constexpr std::string_view kPlatform = "target platform";
constexpr std::string_view kSources = "sources";

std::string system_name(const Platform& platform) {
  const std::string version = std::to_string(platform.major) + '_' + std::to_string(platform.minor);
  // iOS and Android have no name that --platform takes.
  switch (platform.system) {
    case System::kLinux:
      return "manylinux_" + version + '_' + platform.architecture;
    case System::kMusllinux:
      return "musllinux_" + version + '_' + platform.architecture;
    case System::kMacos:
      return "macosx_" + version + '_' + platform.architecture;
    case System::kWindows:
      return "win_" + platform.architecture;
    default:
      return "";
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    lines.emplace_back(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(lines.back().size() + 1, text.size()));
  }
  return lines;
}

/// Texts of recorded sources are put into `recorded`.
void add_snapshot_defaults(const SnapshotContext& context, Settings& settings, FreshTexts& recorded,
                           const Environment& environment) {
  const bool names_sources = !settings.sources.empty();
  for (const auto& [name, value] : context.options) {
    if (name == kSources) {
      if (!names_sources) settings.sources = lines_of(value);
      continue;
    }
    bool off = false;
    const std::string option_name = name == kPythonVersion ? "--python-version"
                                    : name == kPlatform    ? "--platform"
                                                           : name;
    const OptionRow* row = find_option(option_name, &off);
    if (row == nullptr || settings.given(row->id)) continue;
    // A target that was this machine's when the snapshot was made is used, but not shown as given.
    const bool target_only = name == kPythonVersion || name == kPlatform;
    if (target_only && context.options.contains(option_name)) continue;
    // The Dockerfile is not part of the snapshot; the target that it gave is.
    if (row->id == Opt::kTargetDockerfile || row->id == Opt::kTargetStage ||
        row->id == Opt::kDockerfileArg)
      continue;
    const Level level = target_only ? Level::kHost : Level::kConfig;
    if (row->shape != Shape::kList) {
      settings.add(level, {{row, !off, value, option_name}});
    } else {
      for (const std::string& item : lines_of(value))
        settings.add(level, {{row, true, item, option_name}});
    }
  }
  if (names_sources) return;
  const auto absolute = [&environment](const std::string& path) {
    return cleaned(joined(environment.working_directory, path));
  };
  for (const auto& [path, text] : context.sources)
    if (path != "-" && !is_url(path)) recorded[absolute(path)] = text;
  for (const auto& [path, digest] : context.digests)
    if (!is_url(path)) recorded[absolute(path)] = "";
  for (const std::string& path : context.folders) recorded[absolute(path) + '/'] = "";
}

void add_target(const Target& target, SnapshotContext& context) {
  context.target = target.id();
  context.options[std::string(kPythonVersion)] =
      (target.python.patch_given ? target.python.full() : target.python.short_form()) +
      (target.python.free_threaded ? "t" : "");
  context.options[std::string(kPlatform)] = system_name(target.platform);
}

/// Sources, and what of the disk their lines name.
class RecordedInputs {
 public:
  RecordedInputs(Run& run, const Compiled& compiled, SnapshotContext& context)
      : run_(run), compiled_(compiled), context_(context) {}

  void add() {
    for (const std::string& file : compiled_.inputs.files) add_source(file);
    const Inputs& inputs = compiled_.inputs;
    for (const auto* lines : {&inputs.requirements, &inputs.constraints, &inputs.overrides})
      for (const InputRequirement& line : *lines) add_archive(line);
    for (const auto& [place, digest] : compiled_.digests)
      if (!digest.empty() && !holds_secret(place)) context_.digests[place] = digest;
    for (const std::string& index : inputs.options.extra_index_urls) add_folder(index);
    if (inputs.options.index_url) add_folder(*inputs.options.index_url);
  }

 private:
  /// Values put in for `${VAR}` are recorded nowhere.
  bool holds_secret(const std::string& place) const {
    return std::ranges::any_of(compiled_.substituted, [&place](const std::string& value) {
      return place.find(value) != std::string::npos;
    });
  }
  Result<std::string> read(const std::string& path) const {
    return run_.files.read(joined(compiled_.job.directory, path));
  }

  void add_source(const std::string& file) {
    const auto fetched = compiled_.fetched.find(file);
    if (file == "-") {
      context_.sources.push_back({file, compiled_.standard_input});
    } else if (holds_secret(file)) {
      return;
    } else if (fetched != compiled_.fetched.end()) {
      context_.sources.push_back(*fetched);
    } else {
      const std::string path = local_path(file).value_or(file);
      if (const Result<std::string> text = read(path)) context_.sources.push_back({path, *text});
    }
  }

  void add_archive(const InputRequirement& line) {
    const bool is_archive = line.kind == InputRequirement::Kind::kPath &&
                            !compiled_.inputs.local_projects.contains(line.path);
    if (!is_archive || holds_secret(line.path)) return;
    if (const Result<std::string> bytes = read(line.path))
      context_.digests[line.path] = to_hex(sha256(*bytes));
  }

  void add_folder(const std::string& index) {
    if (!is_url(index) && !holds_secret(index)) context_.folders.push_back(index);
  }

  Run& run_;
  const Compiled& compiled_;
  SnapshotContext& context_;
};

}  // namespace

SnapshotContext snapshot_context_of(Run& run, const Compiled& compiled) {
  SnapshotContext context;
  context.tool_version = PINCOMPILE_VERSION;
  if (compiled.options.uploaded_prior_to)
    context.cutoff = instant_text(*compiled.options.uploaded_prior_to);
  if (compiled.target) add_target(compiled.target->target, context);
  for (const CommandOption& option : shown_options(compiled.job.settings, "")) {
    std::string& value = context.options[option.name];
    if (!value.empty()) value += '\n';
    value += option.value;
  }
  for (const ExistingPin& pin : compiled.old.pins)
    context.existing.push_back({pin.name, pin.version, pin.hashes});
  std::string& sources = context.options[std::string(kSources)];
  for (const std::string& source : compiled.job.sources) sources += source + '\n';
  RecordedInputs(run, compiled, context).add();
  return context;
}

Result<void> open_snapshot(Run& run, Compiler& compiler, Settings& settings) {
  if (!settings.given(Opt::kReplay)) return {};
  if (Result<void> opened = compiler.open_world(settings); !opened) return opened.error();
  const SnapshotContext& context = *compiler.world()->snapshot_context();
  const bool names_sources = !settings.sources.empty();
  add_snapshot_defaults(context, settings, compiler.fresh(), run.environment);
  for (const auto& [path, text] : context.sources)
    if (path == "-" && !names_sources) compiler.set_standard_input(text);
  return {};
}

}  // namespace pincompile::tool
