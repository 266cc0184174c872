// conda's environment.yml (behaviour.md 5.6): its packages are given, its pip entries are
// requirements. source
// https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "requirements/requirements_file.h"

namespace pincompile {

/// Packages go to `content` as constraints and to `inputs.provided`; the lines below `pip:` through
/// `lines`; `python=X` to `inputs.python_version`. Errors go to `content`.
void read_environment_yml(const InputReader& reader, const std::string& path,
                          RequirementsFileReader& lines, FileContent& content, Inputs& inputs);

/// A package of conda as a constraint: `numpy>=1.2,<2` of `defaults::numpy[version='>=1.2,<2']`.
struct CondaPackage {
  std::string name;                       ///< conda's, lower case
  std::vector<SpecifierSet> any_of = {};  ///< empty: any version
};
/// errors  kParse.
Result<CondaPackage> parse_conda_package(std::string_view text);

/// Name on PyPI of a conda package: the user's table, the built-in one, else the same name.
std::string pypi_name(std::string_view conda_name, const std::map<std::string, std::string>& names);

}  // namespace pincompile
