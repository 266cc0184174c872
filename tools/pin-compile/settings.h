// Option values of all levels, highest first (behaviour.md 1.4): command line, PIN_COMPILE_*,
// configuration table. Lines of sources and host settings come below these and are kept apart.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "command_line.h"
#include "environment.h"
#include "pincompile/tool_config.h"

namespace pincompile::tool {

enum class Level : std::uint8_t { kCommandLine, kEnvironment, kConfig, kHost };

struct Setting {
  Occurrence occurrence;
  Level level = Level::kCommandLine;
  bool in_pip_args = false;
};

class Settings {
 public:
  std::vector<std::string> sources = {};  ///< of the command line, else of the configuration
  ToolConfig config = {};
  std::vector<std::string> absent_on_403 = {};
  bool pip_compile = false;  ///< --compat pip-compile, or the program's name
  std::vector<std::string> notes = {};
  std::vector<std::string> warnings = {};

  /// Levels are added high to low.
  void add(Level level, std::vector<Occurrence> occurrences, bool in_pip_args = false);

  /// The highest level's last word on an option; nullptr = not given.
  const Setting* last(Opt option, Level lowest = Level::kHost) const;
  bool is_on(Opt option) const;  ///< given, else the table's default
  bool given(Opt option, Level lowest = Level::kHost) const {
    return last(option, lowest) != nullptr;
  }
  /// The value, else the table's default.
  std::string value(Opt option) const;
  /// All values, high levels first, duplicates dropped. As pip-compile, only those of the highest
  /// level above the host's.
  std::vector<std::string> list(Opt option, Level lowest = Level::kHost) const;
  /// The host's values alone, in their order.
  std::vector<std::string> host_list(Opt option) const;
  /// How often a counted option was given.
  int count(Opt option) const;
  const std::vector<Setting>& all() const { return settings_; }
  /// Restores what `--all` reads from a recorded command on top of run-wide options.
  void drop(Opt option);

 private:
  std::vector<Setting> settings_;
};

/// Reads the configuration file and the variables below a command line, and the host's settings.
Result<Settings> gather_settings(const CommandLine& line, const Environment& environment,
                                 FileSystem& files);

/// Whether outputs are to be pip-compile's: --compat, or the program's name.
bool wants_pip_compile(const Settings& settings, const Environment& environment);

/// Options named by PIN_COMPILE_* variables.
Result<std::vector<Occurrence>> occurrences_of_variables(const Environment& environment);
/// Options named by a configuration table; paths are turned relative to the working directory.
Result<std::vector<Occurrence>> occurrences_of_config(const ToolConfig& config, Settings& settings);
/// PIP_* variables and pip.conf files: index, find-links and the like.
Result<std::vector<Occurrence>> occurrences_of_host(const Environment& environment,
                                                    FileSystem& files);

/// One `key = value` of pip's settings; a later one replaces an earlier one. Other keys are
/// ignored.
void add_host_value(std::string_view key, const std::string& value, std::vector<Occurrence>& found);
/// pip.conf files, low to high: [global], then [install].
Result<void> add_pip_config(const Environment& environment, FileSystem& files,
                            std::vector<Occurrence>& found);

/// A whole number; an error naming the option otherwise.
Result<std::uint64_t> number_of(const Settings& settings, Opt option);

}  // namespace pincompile::tool
