// The command line as pip-compile writes it into its header (behaviour.md 2.11). Other defaults,
// whole words sorted as texts, sources sorted, a defaulted one left out.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "jobs.h"

namespace pincompile::tool {

std::string pip_compile_command(const Job& job);

}  // namespace pincompile::tool
