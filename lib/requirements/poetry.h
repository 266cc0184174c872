// [tool.poetry] of Poetry 1 and 2 (behaviour.md 5.4).
// source  https://python-poetry.org/docs/pyproject/ ;
// https://python-poetry.org/docs/dependency-specification/
// SPDX-License-Identifier: MIT
#pragma once

#include "requirements/project_source.h"
#include "requirements/toml_document.h"

namespace pincompile {

/// Adds what the tables say to `source`. Where [project] states the dependencies, Poetry's only add
/// places and pre-releases to names that stand there.
/// errors  kParse with line and column; kUnsupported: git.
Result<void> read_poetry(const TomlDocument& document, ProjectSource& source);

}  // namespace pincompile
