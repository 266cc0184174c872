// pyproject.toml: [project], [dependency-groups] and the dynamic files of setuptools (PEP 621, PEP
// 735; behaviour.md 5.2, 5.3). [tool.poetry] (5.4) goes through poetry.h.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "requirements/project_source.h"
#include "requirements/toml_document.h"

namespace pincompile {

/// errors  kNotFound, kIo; kParse with line and column: broken TOML, a table that is none;
///         kUnsupported: dependencies that only a build tells.
Result<ProjectSource> read_pyproject(FileSystem& files, const std::string& path);

/// What the [project] table alone says. `dynamic` holds the fields a resolver needs and it does not
/// tell: listed as dynamic, or `dependencies` left to [tool.poetry].
/// errors  kParse: no such table, no name, values of wrong types.
Result<LocalProject> read_project_table(const TomlDocument& document);

}  // namespace pincompile
