// Extras and groups of project sources: which requirements count (behaviour.md 1.2, 5.2, 5.3).
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "requirements/project_source.h"
#include "requirements/requirements_file.h"

namespace pincompile {

struct PlacedProject {
  ProjectSource project;
  std::size_t position = 0;  ///< of its requirements among those of `FileContent`
};

/// Adds what the reader's extras and groups choose to `content`, with annotations; requires-python
/// and options too. Reads further files for `--group FILE:NAME`.
void choose_from_projects(const InputReader& reader, std::vector<PlacedProject>& projects,
                          FileContent& content, Inputs& inputs);

}  // namespace pincompile
