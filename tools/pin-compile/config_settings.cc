// Configuration tables -> options (behaviour.md 1.4). A key is a long option name, its negation, or
// one of the few that are no options.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "paths.h"
#include "settings.h"
#include "support/edit_distance.h"

namespace pincompile::tool {
namespace {

/// Options whose value is a path, to be read relative to the configuration file.
bool is_path(const OptionRow& row, std::string_view value) {
  constexpr std::array kPaths = {
      Opt::kConstraint, Opt::kOverride,   Opt::kOutputFile, Opt::kReport,
      Opt::kGraph,      Opt::kRecord,     Opt::kReplay,     Opt::kTargetDockerfile,
      Opt::kCert,       Opt::kClientCert, Opt::kCacheDir,   Opt::kFindLinks,
      Opt::kPython};
  if (std::ranges::find(kPaths, row.id) == kPaths.end() || value == "-" || is_url(value))
    return false;
  return row.id != Opt::kPython || value.find('/') != std::string_view::npos;
}

/// pip-sync reads the same table; its own keys are no mistake.
bool is_sync_key(std::string_view key) {
  return key == "ask" || key == "force" || key == "python-executable" || key == "user" ||
         key == "user-only";
}

class ConfigReader {
 public:
  ConfigReader(const ToolConfig& config, Settings& settings)
      : config_(config),
        settings_(settings),
        directory_(settings.pip_compile ? std::string() : directory_of(config.file)) {}

  Result<std::vector<Occurrence>> read() {
    for (const ConfigEntry& entry : config_.entries) {
      Result<void> added = add(entry);
      if (!added) return added.error();
    }
    return std::move(found_);
  }

 private:
  Error wrong(const ConfigEntry& entry, std::string message) const {
    Error error{ErrorKind::kInvalidArgument, std::move(message)};
    error.where.push_back({config_.file, entry.line, entry.column, ""});
    return error;
  }

  Error refusal(const ConfigEntry& entry, const std::string& what,
                const RefusedOption& refused) const {
    Error error = refused_option(what, refused);
    error.where.push_back({config_.file, entry.line, entry.column, ""});
    return error;
  }

  Result<void> add(const ConfigEntry& entry) {
    if (entry.key == "src-files") return add_sources(entry);
    if (entry.key == "absent-on-403") return texts(entry, settings_.absent_on_403);
    const std::string name = "--" + entry.key;
    bool off = false;
    const OptionRow* row = find_option(name, &off);
    if (row == nullptr && config_.from_pip_tools && is_sync_key(entry.key)) return {};
    if (row == nullptr) return unknown(entry, name);
    if (row->id == Opt::kHelp || row->id == Opt::kVersion || row->id == Opt::kConfig ||
        row->id == Opt::kNoConfig)
      return wrong(entry, fmt::format("{} has no meaning in a configuration file", entry.key));
    if (row->shape == Shape::kFlag || row->shape == Shape::kCount)
      return add_flag(entry, *row, name, off);
    std::vector<std::string> values;
    if (Result<void> read = texts(entry, values, row->shape != Shape::kList); !read)
      return read.error();
    for (const std::string& value : values) {
      if (Result<void> fine = check_choice(*row, entry.key, value); !fine) {
        Error error = fine.error();
        error.where.push_back({config_.file, entry.line, entry.column, ""});
        return error;
      }
      found_.push_back({row, true, is_path(*row, value) ? joined(directory_, value) : value, name});
    }
    return {};
  }

  Result<void> add_flag(const ConfigEntry& entry, const OptionRow& row, const std::string& name,
                        bool off) {
    if (const bool* on = std::get_if<bool>(&entry.value)) {
      // Switched off, an option without effect may be one that is not supported.
      const RefusedOption* refused = find_refused("--no-" + entry.key);
      if (!*on && row.id == Opt::kNoEffect && refused != nullptr)
        return refusal(entry, entry.key + " = false", *refused);
      if (*on || !row.off_names.empty() || off) found_.push_back({&row, *on != off, "", name});
      return {};
    }
    const std::string* text = std::get_if<std::string>(&entry.value);
    if (row.shape == Shape::kCount && entry.is_number && text != nullptr && text->size() == 1) {
      found_.insert(found_.end(), static_cast<std::size_t>(text->front() - '0'),
                    Occurrence{&row, true, "", name});
      return {};
    }
    return wrong(entry, fmt::format("{} needs true or false", entry.key));
  }

  Result<void> texts(const ConfigEntry& entry, std::vector<std::string>& values,
                     bool single = false) const {
    if (const auto* list = std::get_if<std::vector<std::string>>(&entry.value);
        list != nullptr && !single) {
      values.insert(values.end(), list->begin(), list->end());
    } else if (const auto* text = std::get_if<std::string>(&entry.value)) {
      values.push_back(*text);
    } else {
      return wrong(
          entry, fmt::format("{} needs {}", entry.key, single ? "a string" : "a list of strings"));
    }
    return {};
  }

  Result<void> add_sources(const ConfigEntry& entry) {
    std::vector<std::string> sources;
    if (Result<void> read = texts(entry, sources); !read) return read.error();
    if (!settings_.sources.empty()) return {};
    for (const std::string& source : sources)
      settings_.sources.push_back(source == "-" ? source : joined(directory_, source));
    return {};
  }

  Result<void> unknown(const ConfigEntry& entry, const std::string& name) const {
    if (const RefusedOption* refused = find_refused(name))
      return refusal(entry, entry.key, *refused);
    Error error = wrong(entry, fmt::format("unknown key {}", entry.key));
    std::vector<std::string_view> names = long_names();
    if (const auto close = nearest(name, names))
      error.hints.push_back(fmt::format("did you mean {}?", close->substr(2)));
    return error;
  }

  const ToolConfig& config_;
  Settings& settings_;
  std::string directory_;
  std::vector<Occurrence> found_;
};

}  // namespace

Result<std::vector<Occurrence>> occurrences_of_config(const ToolConfig& config,
                                                      Settings& settings) {
  if (config.from_pip_tools && !config.entries.empty())
    settings.notes.push_back(
        fmt::format("options are read from [tool.pip-tools] of {}", config.file));
  return ConfigReader(config, settings).read();
}

}  // namespace pincompile::tool
