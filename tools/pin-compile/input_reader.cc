// From settings and the locale.
// SPDX-License-Identifier: MIT
#include "input_reader.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdio>

#include "requirements/locations.h"
#include "value_lists.h"

namespace pincompile::tool {
namespace {

// `ISO-8859-1` of `LANG=de_DE.ISO-8859-1@euro`; empty where the locale names none.
std::string locale_charset(const Environment& environment) {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const auto locale = environment.variable(name);
    if (!locale) continue;
    const std::size_t dot = locale->find('.');
    if (dot == std::string::npos) return {};
    return locale->substr(dot + 1, locale->find('@', dot) - dot - 1);
  }
  return {};
}

}  // namespace

InputReader input_reader(const Settings& settings, FileSystem& files,
                         const Environment& environment) {
  InputReader reader;
  reader.files = &files;
  reader.charset = locale_charset(environment);
  reader.working_directory = environment.working_directory;
  reader.names_as_given = settings.pip_compile;
  reader.variable = [&environment](const std::string& name) { return environment.variable(name); };
  for (const std::string& list : settings.list(Opt::kExtra))
    for (std::string& extra : split_at_commas(list)) reader.extras.push_back(std::move(extra));
  reader.all_extras = settings.is_on(Opt::kAllExtras);
  reader.groups = settings.list(Opt::kGroup);
  reader.all_groups = settings.is_on(Opt::kAllGroups);
  for (const auto& [conda, pypi] : settings.config.conda_names) reader.conda_names[conda] = pypi;
  return reader;
}

void hide_host_constraints(const Settings& settings, Inputs& inputs) {
  std::vector<std::string> files = settings.host_list(Opt::kConstraint);
  for (const std::string& given : settings.list(Opt::kConstraint, Level::kConfig))
    std::erase(files, given);
  if (files.empty()) return;
  inputs.warnings.push_back(fmt::format("constraints of PIP_CONSTRAINT or pip.conf are used: {}",
                                        fmt::join(files, ", ")));
  for (std::string& file : files) file = normalize_path(file);
  const auto is_hidden = [&files](const std::string& file) {
    return std::ranges::find(files, normalize_path(file)) != files.end();
  };
  for (InputRequirement& line : inputs.constraints) {
    const std::vector<Context>& chain = line.origin.included_from;
    if (is_hidden(chain.empty() ? line.origin.file : chain.back().file))
      line.origin.is_host_setting = true;
  }
}

Result<std::string> read_standard_input() {
  std::string text;
  char buffer[65536];
  while (const std::size_t count = std::fread(buffer, 1, sizeof buffer, stdin))
    text.append(buffer, count);
  if (std::ferror(stdin) != 0) return Error{ErrorKind::kIo, "cannot read standard input"};
  return text;
}

}  // namespace pincompile::tool
