// Patch releases of the target's Python that a package asks for: `3.9` is taken for 3.9.0
// (behaviour.md 1.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "pincompile/target.h"

namespace pincompile {

/// The first later patch release of `python` that `requires_python` admits, of those that exist.
/// Nothing if a patch release was asked for, if `python` itself is admitted, or if the text cannot
/// be read.
std::optional<PythonVersion> admitted_patch_release(const Target& target,
                                                    std::string_view requires_python);

}  // namespace pincompile
