// Header command and fingerprint records.
// SPDX-License-Identifier: MIT
#include "header_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "output/option_block.h"
#include "output/pin_line.h"
#include "packaging/url.h"
#include "paths.h"
#include "pip_compile_command.h"

namespace pincompile::tool {
namespace {

bool is_default_config(const std::string& path) {
  const std::string name = base_name(path);
  return name == "pin-compile.toml" || name == "pyproject.toml" || name == ".pip-tools.toml";
}

/// The last word of levels 1 to 3 outside --pip-args, which is shown as a whole.
const Setting* shown_setting(const Settings& settings, Opt option) {
  const Setting* best = nullptr;
  for (const Setting& setting : settings.all()) {
    if (setting.occurrence.row->id != option || setting.level > Level::kConfig ||
        setting.in_pip_args)
      continue;
    if (best == nullptr || setting.level == best->level) best = &setting;
  }
  return best;
}

std::vector<std::string> shown_values(const Settings& settings, Opt option) {
  std::vector<std::string> values;
  for (const Setting& setting : settings.all()) {
    if (setting.occurrence.row->id != option || setting.level > Level::kConfig ||
        setting.in_pip_args)
      continue;
    if (std::ranges::find(values, setting.occurrence.value) == values.end())
      values.push_back(setting.occurrence.value);
  }
  return values;
}

void add_shown(const Settings& settings, const OptionRow& row, std::vector<CommandOption>& shown) {
  const std::string name(row.names.front());
  if (row.shape == Shape::kList) {
    for (const std::string& value : shown_values(settings, row.id))
      shown.push_back({name, true, value});
    return;
  }
  const Setting* setting = shown_setting(settings, row.id);
  if (setting == nullptr) return;
  if (row.shape == Shape::kFlag) {
    const bool on = setting->occurrence.on;
    const bool is_default =
        on ? row.standard == "on" : row.standard != "on" && row.standard != "auto";
    if (!is_default) shown.push_back({on ? name : std::string(row.off_names.front()), false});
    return;
  }
  const std::string& value = setting->occurrence.value;
  if (value == row.standard || (row.id == Opt::kIndexUrl && is_pypi(value))) return;
  if (row.id == Opt::kConfig && is_default_config(value)) return;
  shown.push_back({name, true, value});
}

/// Options whose value names a file, in records relative to the output.
bool names_file(const CommandOption& option) {
  constexpr std::array<std::string_view, 6> kNames = {
      "--constraint", "--override", "--find-links", "--target-dockerfile", "--config", "--group"};
  return std::ranges::find(kNames, option.name) != kNames.end();
}

std::string seen_from(const std::string& path, const std::string& directory,
                      const Environment& environment) {
  if (is_url(path) || is_absolute(path)) return path;
  const std::string base = cleaned(joined(environment.working_directory, directory));
  return relative_to(cleaned(joined(environment.working_directory, path)), base);
}

}  // namespace

std::vector<CommandOption> shown_options(const Settings& settings, const std::string& output) {
  std::vector<CommandOption> shown;
  for (const OptionRow& row : option_table()) {
    if (!row.shown) continue;
    if (row.id == Opt::kOutputFile) {
      if (!output.empty()) shown.push_back({std::string(row.names.front()), true, output});
    } else {
      add_shown(settings, row, shown);
    }
  }
  return shown;
}

std::string header_command(const Job& job, const Environment& environment) {
  std::string custom = job.settings.value(Opt::kCustomCompileCommand);
  if (custom.empty()) custom = environment.variable("CUSTOM_COMPILE_COMMAND").value_or("");
  if (!custom.empty()) return custom;
  if (job.pip_compile) return pip_compile_command(job);
  return command_line("pin-compile",
                      shown_options(job.settings, job.output_derived ? "" : job.output),
                      job.sources);
}

std::vector<std::string> option_records(const Settings& settings, const FileOptions& options,
                                        const std::string& output_directory,
                                        const Environment& environment, const std::string& target) {
  std::vector<CommandOption> shown = shown_options(settings, "");
  std::ranges::stable_sort(shown, {}, &CommandOption::name);
  std::vector<std::string> records;
  for (const CommandOption& option : shown) {
    if (!option.has_value) {
      records.push_back(option.name);
      continue;
    }
    std::string value = option.value;
    const std::size_t colon = value.rfind(':');
    if (option.name == "--group" && colon != std::string::npos) {
      value =
          seen_from(value.substr(0, colon), output_directory, environment) + value.substr(colon);
    } else if (names_file(option) && option.name != "--group") {
      value = seen_from(value, output_directory, environment);
    }
    records.push_back(option.name + '=' + without_literal_user(value));
  }
  for (const std::string& line : options.lines) records.push_back(line);
  for (const std::string& host : settings.absent_on_403) records.push_back("absent-on-403 " + host);
  for (const auto& [name, url] : settings.config.package_index)
    records.push_back(fmt::format("package-index {} {}", name, without_literal_user(url)));
  for (const auto& [conda, pypi] : settings.config.conda_names)
    records.push_back(fmt::format("conda-names {} {}", conda, pypi));
  if (!target.empty()) records.push_back("target " + target);
  return records;
}

}  // namespace pincompile::tool
