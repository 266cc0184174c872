// Finds the table, flattens it to entries with positions.
// SPDX-License-Identifier: MIT
#include "pincompile/tool_config.h"

#include <fmt/format.h>

#include <algorithm>

#include "requirements/locations.h"
#include "requirements/toml_document.h"

namespace pincompile {
namespace {

std::string option_key(std::string key) {
  std::ranges::replace(key, '_', '-');
  return key;
}

class ConfigReader {
 public:
  explicit ConfigReader(const TomlDocument& document) : document_(document) {
    config_.file = document.file();
  }

  Result<ToolConfig> read_ours(const TomlValue& table) {
    if (!table.is_table()) return wrong_type(table, "tool.pin-compile", "a table");
    for (const auto& [key, value] : table.entries()) {
      const std::string name = option_key(key);
      Result<void> done;
      if (name == "package-index") {
        done = read_pairs(value, name, config_.package_index);
      } else if (name == "conda-names") {
        done = read_pairs(value, name, config_.conda_names);
      } else {
        done = add(key, value);
      }
      if (!done) return done.error();
    }
    return std::move(config_);
  }

  // [tool.pip-tools], then [tool.pip-tools.compile], whose values win.
  Result<ToolConfig> read_pip_tools(const TomlValue& table) {
    config_.from_pip_tools = true;
    if (!table.is_table()) return wrong_type(table, "tool.pip-tools", "a table");
    for (const auto& [key, value] : table.entries()) {
      if (value.is_table() && (key == "compile" || key == "sync")) continue;
      if (auto done = add(key, value); !done) return done.error();
    }
    std::vector<ConfigEntry> general = std::move(config_.entries);
    config_.entries.clear();
    for (const auto& [key, value] : table["compile"].entries()) {
      if (auto done = add(key, value); !done) return done.error();
    }
    for (ConfigEntry& entry : general) {
      if (std::ranges::find(config_.entries, entry.key, &ConfigEntry::key) ==
          config_.entries.end()) {
        config_.entries.push_back(std::move(entry));
      }
    }
    return std::move(config_);
  }

 private:
  Error wrong_type(const TomlValue& value, std::string_view key, std::string_view wanted) const {
    return document_.error_at(value, ErrorKind::kInvalidArgument,
                              fmt::format("{} is {}, not {}", key, value.type_name(), wanted));
  }

  Result<void> add(const std::string& key, const TomlValue& value) {
    ConfigEntry entry{option_key(key), {}, false, value.line(), value.column()};
    if (std::ranges::find(config_.entries, entry.key, &ConfigEntry::key) != config_.entries.end()) {
      return document_.error_at(value, ErrorKind::kInvalidArgument,
                                fmt::format("{} stands here twice", entry.key));
    }
    if (const auto flag = value.boolean()) {
      entry.value = *flag;
    } else if (const auto text = value.string()) {
      entry.value = *text;
    } else if (const auto number = value.number()) {
      entry.value = *number;
      entry.is_number = true;
    } else if (value.is_array()) {
      Result<std::vector<std::string>> list = document_.strings(value, entry.key);
      if (!list) {
        Error error = list.error();
        error.kind = ErrorKind::kInvalidArgument;
        return error;
      }
      entry.value = std::move(*list);
    } else {
      return wrong_type(value, entry.key, "a boolean, number, string or list of strings");
    }
    config_.entries.push_back(std::move(entry));
    return {};
  }

  Result<void> read_pairs(const TomlValue& table, const std::string& key,
                          std::vector<std::pair<std::string, std::string>>& into) {
    if (!table.is_table()) return wrong_type(table, key, "a table");
    for (const auto& [name, value] : table.entries()) {
      const auto text = value.string();
      if (!text) return wrong_type(value, fmt::format("{}.{}", key, name), "a string");
      into.emplace_back(name, *text);
    }
    return {};
  }

  const TomlDocument& document_;
  ToolConfig config_;
};

enum class Table { kOurs, kPipTools };

// The configuration in a file, or none if it has no such table.
Result<ToolConfig> config_of(FileSystem& files, const std::string& path,
                             std::initializer_list<Table> wanted) {
  const Result<std::string> text = files.read(path);
  if (!text) return text.error();
  const Result<TomlDocument> document = TomlDocument::parse(*text, path);
  if (!document) return document.error();
  const TomlValue tool = document->root()["tool"];
  for (const Table table : wanted) {
    if (table == Table::kOurs && tool["pin-compile"])
      return ConfigReader(*document).read_ours(tool["pin-compile"]);
    if (table == Table::kPipTools && tool["pip-tools"]) {
      return ConfigReader(*document).read_pip_tools(tool["pip-tools"]);
    }
  }
  // A file of our own needs no [tool.pin-compile] above its keys.
  if (file_name_of(path) == "pin-compile.toml")
    return ConfigReader(*document).read_ours(document->root());
  return ToolConfig{};
}

}  // namespace

Result<ToolConfig> read_tool_config(FileSystem& files, const std::string& path) {
  Result<ToolConfig> config = config_of(files, path, {Table::kOurs, Table::kPipTools});
  if (!config || !config->file.empty()) return config;
  Error error{ErrorKind::kInvalidArgument,
              "there is neither [tool.pin-compile] nor [tool.pip-tools]"};
  error.where.push_back({path, 0, 0, {}});
  return error;
}

Result<ToolConfig> find_tool_config(FileSystem& files, const std::vector<std::string>& sources) {
  std::vector<std::string> directories;
  for (const std::string& source : sources) {
    const std::string directory(source == "-" || is_url(source) ? std::string_view()
                                                                : directory_of(source));
    if (std::ranges::find(directories, directory) == directories.end())
      directories.push_back(directory);
  }
  if (sources.empty()) directories.emplace_back();
  struct Place {
    const char* name;
    Table table;
  };
  for (const std::string& directory : directories) {
    for (const Place& place :
         {Place{"pin-compile.toml", Table::kOurs}, Place{"pyproject.toml", Table::kOurs},
          Place{".pip-tools.toml", Table::kPipTools}, Place{"pyproject.toml", Table::kPipTools}}) {
      const std::string path = join_path(directory, place.name);
      if (files.exists(path) != FileSystem::Kind::kFile) continue;
      Result<ToolConfig> config = config_of(files, path, {place.table});
      if (!config || !config->file.empty()) return config;
    }
  }
  return ToolConfig{};
}

}  // namespace pincompile
