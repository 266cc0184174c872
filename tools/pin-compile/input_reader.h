// How the inputs of a job are read: their charset, extras, groups, and standard input.
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "pincompile/inputs.h"
#include "settings.h"

namespace pincompile::tool {

/// `fetch` is left unset.
InputReader input_reader(const Settings& settings, FileSystem& files,
                         const Environment& environment);

/// Constraints of host settings limit versions, and are neither named in annotations nor part of a
/// fingerprint (behaviour.md 1.4, 2.6). A warning tells of them.
void hide_host_constraints(const Settings& settings, Inputs& inputs);

/// Text of the file an InputReader calls `-`.
Result<std::string> read_standard_input();

}  // namespace pincompile::tool
