// pip.conf: which files there are, and their [global] and [install] sections (pip's configuration
// documentation; configparser's syntax as far as pip.conf uses it).
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "paths.h"
#include "settings.h"

namespace pincompile::tool {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r'))
    text.remove_suffix(1);
  return text;
}

struct Entry {
  std::string section;
  std::string key;
  std::string value;
};

std::vector<Entry> entries_of(std::string_view text) {
  std::vector<Entry> entries;
  std::string section;
  bool open = false;  // an indented line continues the value before it
  while (!text.empty()) {
    const std::string_view raw = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(raw.size() + 1, text.size()));
    const std::string_view line = trimmed(raw);
    if (line.empty() || line.front() == '#' || line.front() == ';') continue;
    if (raw.front() == ' ' || raw.front() == '\t') {
      if (open) entries.back().value.append("\n").append(line);
      continue;
    }
    open = false;
    if (line.front() == '[' && line.back() == ']') {
      section = line.substr(1, line.size() - 2);
      continue;
    }
    const std::size_t split = line.find_first_of("=:");
    if (split == std::string_view::npos) continue;
    std::string key(trimmed(line.substr(0, split)));
    std::ranges::replace(key, '_', '-');
    entries.push_back({section, key, std::string(trimmed(line.substr(split + 1)))});
    open = true;
  }
  return entries;
}

std::vector<std::string> config_files(const Environment& environment, FileSystem& files) {
  std::vector<std::string> paths;
  const std::string own = environment.variable("PIP_CONFIG_FILE").value_or("");
  if (own == "/dev/null") return paths;
  std::string directories = environment.variable("XDG_CONFIG_DIRS").value_or("/etc/xdg");
  while (!directories.empty()) {
    const std::string directory = directories.substr(0, directories.find(':'));
    directories.erase(0, std::min(directory.size() + 1, directories.size()));
    if (!directory.empty()) paths.insert(paths.begin(), directory + "/pip/pip.conf");
  }
  paths.push_back("/etc/pip.conf");
  const bool own_exists = !own.empty() && files.exists(own) == FileSystem::Kind::kFile;
  if (!own_exists && !environment.home().empty()) {
    paths.push_back(environment.home() + "/.pip/pip.conf");
    paths.push_back(
        environment.variable("XDG_CONFIG_HOME").value_or(environment.home() + "/.config") +
        "/pip/pip.conf");
  }
  if (const auto virtual_env = environment.variable("VIRTUAL_ENV"))
    paths.push_back(*virtual_env + "/pip.conf");
  if (own_exists) paths.push_back(own);
  return paths;
}

}  // namespace

Result<void> add_pip_config(const Environment& environment, FileSystem& files,
                            std::vector<Occurrence>& found) {
  std::vector<Occurrence> global;
  std::vector<Occurrence> install;
  for (const std::string& path : config_files(environment, files)) {
    const Result<std::string> text = files.read(path);
    if (!text) continue;
    for (const Entry& entry : entries_of(*text)) {
      if (entry.section == "global") add_host_value(entry.key, entry.value, global);
      if (entry.section == "install") add_host_value(entry.key, entry.value, install);
    }
  }
  for (const Occurrence& low : global) {
    const bool replaced = std::ranges::any_of(
        install, [&low](const Occurrence& high) { return high.row == low.row; });
    if (!replaced) found.push_back(low);
  }
  found.insert(found.end(), install.begin(), install.end());
  return {};
}

}  // namespace pincompile::tool
