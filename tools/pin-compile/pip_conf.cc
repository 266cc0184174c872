// pip.conf: which files there are, and their [global] and [install] sections (pip's configuration
// documentation). One that configparser refuses is an error here too, as in pip.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "paths.h"
#include "settings.h"
#include "support/ini_file.h"

namespace pincompile::tool {
namespace {

void add_section(const IniFile& file, std::string_view name, std::vector<Occurrence>& found) {
  const IniSection* section = file.find(name);
  if (section == nullptr) return;
  for (const IniEntry& entry : section->entries) {
    std::string key = entry.key;
    std::ranges::replace(key, '_', '-');
    add_host_value(key, entry.value(), found);
  }
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
    const Result<IniFile> file = IniFile::parse(*text, path);
    if (!file) return file.error();
    add_section(*file, "global", global);
    add_section(*file, "install", install);
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
