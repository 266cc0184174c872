// Option values in configuration files: [tool.pin-compile] of pyproject.toml, pin-compile.toml,
// [tool.pip-tools] (behaviour.md 1.4). Which options exist is for the caller to know.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pincompile/file_system.h"

namespace pincompile {

/// One `key = value` of a configuration table.
struct ConfigEntry {
  /// A number keeps its text as written.
  using Value = std::variant<bool, std::string, std::vector<std::string>>;

  std::string key;  ///< long option name without `--`, `_` turned into `-`
  Value value = {};  ///< what it says; numbers as text
  bool is_number = false;  ///< the string value was a TOML integer or float
  std::uint32_t line = 0;  ///< of the key, 1-based
  std::uint32_t column = 0;  ///< 1-based, in bytes

  friend bool operator==(const ConfigEntry&, const ConfigEntry&) = default;
};

/// The configuration that applies to a run.
struct ToolConfig {
  std::string file = {};                  ///< as it was found; empty = none
  bool from_pip_tools = false;            ///< [tool.pip-tools]: option names are pip-compile's
  std::vector<ConfigEntry> entries = {};  ///< in order of the file; no key twice
  std::vector<std::pair<std::string, std::string>> package_index =
      {};                                                             ///< name or `prefix*` -> URL
  std::vector<std::pair<std::string, std::string>> conda_names = {};  ///< conda name -> PyPI name

  friend bool operator==(const ToolConfig&, const ToolConfig&) = default;
};

/// One configuration file, given as `--config`.
///
/// errors   kNotFound, kIo; kParse with line and column: broken TOML; kInvalidArgument: no table of
///          either tool, or a value that is neither boolean, number, string nor list of strings.
PINCOMPILE_API Result<ToolConfig> read_tool_config(FileSystem& files, const std::string& path);

/// The first configuration found for these sources (behaviour.md 1.4): per source's directory in
/// order `pin-compile.toml`, `pyproject.toml` with our table, `.pip-tools.toml`, `pyproject.toml`
/// with [tool.pip-tools]. An empty ToolConfig if there is none.
PINCOMPILE_API Result<ToolConfig> find_tool_config(FileSystem& files,
                                                   const std::vector<std::string>& sources);

}  // namespace pincompile
