// The smallest change of a requirement line's bounds that lets a version in (solver.md 10.3).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "pincompile/inputs.h"
#include "pincompile/version.h"

namespace pincompile {

struct LineEdit {
  InputRequirement line;
  bool goes_back = false;  ///< the version is older than the line asked for
};

/// nullopt: the line has no bounds, admits the version already, or cannot be made to.
std::optional<LineEdit> edit_for(const InputRequirement& line, const Version& version);

/// Name, extras and specifiers of a requirement, without its marker.
std::string requirement_text(const Requirement& requirement);

}  // namespace pincompile
