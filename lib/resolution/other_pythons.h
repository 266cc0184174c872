// Pythons other than the target's that would make versions usable.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "resolution/reasons.h"
#include "resolution/session.h"

namespace pincompile {

/// Released Pythons for which a version of each project that was lost to its Requires-Python or to
/// the tags of its wheels is usable, nearest first: later patch releases of the target's, later
/// ones, earlier ones. Limits that only METADATA tells are not looked at.
std::vector<PythonVersion> pythons_for(Session& failed, const std::vector<Loss>& losses);

/// As --python-version takes it.
std::string option_text(const PythonVersion& python);

}  // namespace pincompile
