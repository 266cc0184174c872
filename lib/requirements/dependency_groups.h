// Dependency groups of pyproject.toml, and what choosing one means (behaviour.md 5.3).
// source  https://packaging.python.org/specifications/dependency-groups/ (PEP 735)
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "requirements/project_source.h"
#include "requirements/toml_document.h"

namespace pincompile {

/// Adds the groups of [dependency-groups].
/// errors  kParse with the line: a name twice after normalising, members of other kinds.
Result<void> read_dependency_groups(const TomlDocument& document, ProjectSource& source);

/// The requirements of a group, included ones in place.
/// errors  kNotFound: no such group, with the known ones; kParse: a cycle, printed as a chain.
Result<std::vector<InputRequirement>> requirements_of_group(const ProjectSource& source,
                                                            std::string_view name);

}  // namespace pincompile
