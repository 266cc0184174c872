// Reads environment variables, working directory, own path and terminal size.
// SPDX-License-Identifier: MIT
#include "environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string_view>

extern char** environ;

namespace pincompile::tool {

Environment Environment::read() {
  Environment environment;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    environment.variables.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  std::array<char, PATH_MAX> path{};
  if (getcwd(path.data(), path.size()) != nullptr) environment.working_directory = path.data();
  const ssize_t length = readlink("/proc/self/exe", path.data(), path.size() - 1);
  if (length > 0) environment.executable.assign(path.data(), static_cast<std::size_t>(length));
  environment.error_is_terminal = isatty(STDERR_FILENO) == 1;
  const long cores = sysconf(_SC_NPROCESSORS_ONLN);
  if (cores > 0) environment.cores = static_cast<unsigned>(cores);
  winsize size{};
  if (environment.error_is_terminal && ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 0)
    environment.terminal_columns = size.ws_col;
  return environment;
}

std::optional<std::string> Environment::variable(const std::string& name) const {
  const auto found = variables.find(name);
  if (found == variables.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

std::optional<std::string> Environment::variable_of_either_case(
    const std::string& upper_name) const {
  if (auto value = variable(upper_name)) return value;
  std::string lower = upper_name;
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return variable(lower);
}

std::string Environment::home() const {
  std::string home = variable("HOME").value_or("");
  while (home.size() > 1 && home.ends_with('/')) home.pop_back();
  return home;
}

bool Environment::utf8() const {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto value = variable(name);
    if (!value) continue;
    return value->find("UTF-8") != std::string::npos || value->find("utf8") != std::string::npos ||
           value->find("utf-8") != std::string::npos;
  }
  return false;
}

}  // namespace pincompile::tool
