// Merging of levels, and the variables named PIN_COMPILE_*.
// SPDX-License-Identifier: MIT
#include "settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "paths.h"

namespace pincompile::tool {
namespace {

std::string variable_name(std::string_view long_name) {
  std::string name = "PIN_COMPILE_";
  for (char c : long_name.substr(2)) {
    name += c == '-' ? '_' : (c >= 'a' && c <= 'z') ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return name;
}

std::optional<bool> truth_of(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (lower == "1" || lower == "true" || lower == "yes") return true;
  if (lower == "0" || lower == "false" || lower == "no") return false;
  return std::nullopt;
}

std::vector<std::string> split_at_spaces(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    if (!word.empty()) words.emplace_back(word);
  }
  return words;
}

Result<void> add_variable(const OptionRow& row, std::string_view option, bool on,
                          const std::string& variable, const std::string& value,
                          std::vector<Occurrence>& found) {
  const std::string name(option);
  if (row.shape == Shape::kFlag) {
    const std::optional<bool> truth = truth_of(value);
    if (!truth)
      return Error{ErrorKind::kInvalidArgument,
                   fmt::format("{} cannot be \"{}\"", variable, value),
                   {},
                   {},
                   {"one of: 1, 0, true, false, yes, no"}};
    if (*truth || !row.off_names.empty()) found.push_back({&row, on == *truth, "", name});
    return {};
  }
  if (row.shape == Shape::kCount) {
    const std::size_t times = value.size() == 1 && value[0] >= '0' && value[0] <= '9'
                                  ? static_cast<std::size_t>(value[0] - '0')
                                  : 1;
    found.insert(found.end(), times, Occurrence{&row, true, "", name});
    return {};
  }
  const bool list = row.shape == Shape::kList;
  for (const std::string& item : list ? split_at_spaces(value) : std::vector<std::string>{value}) {
    if (auto fine = check_choice(row, variable, item); !fine) return fine.error();
    found.push_back({&row, true, item, name});
  }
  return {};
}

}  // namespace

void Settings::add(Level level, std::vector<Occurrence> occurrences, bool in_pip_args) {
  for (Occurrence& occurrence : occurrences)
    settings_.push_back({std::move(occurrence), level, in_pip_args});
}

const Setting* Settings::last(Opt option, Level lowest) const {
  const Setting* best = nullptr;
  for (const Setting& setting : settings_) {
    if (setting.occurrence.row->id != option || setting.level > lowest) continue;
    if (best == nullptr || setting.level == best->level) best = &setting;
  }
  return best;
}

bool Settings::is_on(Opt option) const {
  const Setting* setting = last(option);
  return setting != nullptr ? setting->occurrence.on : row_of(option).standard == "on";
}

std::string Settings::value(Opt option) const {
  const Setting* setting = last(option);
  return setting != nullptr ? setting->occurrence.value : std::string(row_of(option).standard);
}

std::vector<std::string> Settings::list(Opt option, Level lowest) const {
  std::vector<std::string> values;
  const Setting* highest = pip_compile ? last(option, Level::kConfig) : nullptr;
  for (const Setting& setting : settings_) {
    if (setting.occurrence.row->id != option || setting.level > lowest) continue;
    if (highest != nullptr && setting.level != Level::kHost && setting.level != highest->level)
      continue;
    if (std::ranges::find(values, setting.occurrence.value) == values.end())
      values.push_back(setting.occurrence.value);
  }
  return values;
}

std::vector<std::string> Settings::host_list(Opt option) const {
  std::vector<std::string> values;
  for (const Setting& setting : settings_)
    if (setting.level == Level::kHost && setting.occurrence.row->id == option)
      values.push_back(setting.occurrence.value);
  return values;
}

int Settings::count(Opt option) const {
  return static_cast<int>(std::ranges::count_if(settings_, [option](const Setting& setting) {
    return setting.occurrence.row->id == option;
  }));
}

void Settings::drop(Opt option) {
  std::erase_if(settings_,
                [option](const Setting& setting) { return setting.occurrence.row->id == option; });
}

Result<std::vector<Occurrence>> occurrences_of_variables(const Environment& environment) {
  std::vector<Occurrence> found;
  for (const auto& [variable, value] : environment.variables) {
    if (!variable.starts_with("PIN_COMPILE_") || value.empty()) continue;
    const OptionRow* match = nullptr;
    for (const OptionRow& row : option_table()) {
      for (const auto* names : {&row.names, &row.off_names})
        for (std::string_view name : *names) {
          if (!name.starts_with("--") || variable_name(name) != variable) continue;
          match = &row;
          auto added = add_variable(row, name, names == &row.names, variable, value, found);
          if (!added) return added.error();
        }
    }
    if (match == nullptr) {
      Error error{ErrorKind::kInvalidArgument, fmt::format("{} names no option", variable)};
      error.hints.push_back("pin-compile --help lists the options; unset the variable");
      return error;
    }
  }
  return found;
}

Result<std::uint64_t> number_of(const Settings& settings, Opt option) {
  const std::string text = settings.value(option);
  std::uint64_t number = 0;
  const auto [end, trouble] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (trouble != std::errc() || end != text.data() + text.size() || text.empty())
    return Error{ErrorKind::kInvalidArgument, fmt::format("{} needs a whole number, not \"{}\"",
                                                          row_of(option).names.front(), text)};
  return number;
}

bool wants_pip_compile(const Settings& settings, const Environment& environment) {
  return settings.value(Opt::kCompat) == "pip-compile" ||
         base_name(environment.program_name) == "pip-compile";
}

Result<Settings> gather_settings(const CommandLine& line, const Environment& environment,
                                 FileSystem& files) {
  Settings settings;
  settings.sources = line.sources;
  settings.add(Level::kCommandLine, line.options);
  for (const Occurrence& option : line.options) {
    if (option.row->id != Opt::kPipArgs) continue;
    Result<CommandLine> inner = parse_pip_args(option.value);
    if (!inner) return inner.error();
    settings.add(Level::kCommandLine, inner->options, true);
  }
  Result<std::vector<Occurrence>> variables = occurrences_of_variables(environment);
  if (!variables) return variables.error();
  settings.add(Level::kEnvironment, *std::move(variables));

  settings.pip_compile = wants_pip_compile(settings, environment);
  if (!settings.is_on(Opt::kNoConfig)) {
    Result<ToolConfig> config =
        settings.given(Opt::kConfig)
            ? read_tool_config(files, settings.value(Opt::kConfig))
            : find_tool_config(
                  files, settings.pip_compile ? std::vector<std::string>() : settings.sources);
    if (!config) return config.error();
    settings.config = *std::move(config);
    Result<std::vector<Occurrence>> entries = occurrences_of_config(settings.config, settings);
    if (!entries) return entries.error();
    for (const Occurrence& entry : *entries) {
      if (entry.row->id != Opt::kPipArgs) continue;
      Result<CommandLine> inner = parse_pip_args(entry.value);
      if (!inner) return inner.error();
      settings.add(Level::kConfig, inner->options, true);
    }
    settings.add(Level::kConfig, *std::move(entries));
  }
  Result<std::vector<Occurrence>> host = occurrences_of_host(environment, files);
  if (!host) return host.error();
  // pip-compile does not look at PIP_CONSTRAINT.
  if (settings.pip_compile)
    std::erase_if(*host, [](const Occurrence& value) { return value.row->id == Opt::kConstraint; });
  settings.add(Level::kHost, *std::move(host));
  return settings;
}

}  // namespace pincompile::tool
