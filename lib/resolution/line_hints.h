// Hints for one line that can never be met: the right name, another Python or platform, a build
// (behaviour.md 8.2 nos. 2 to 6). What a solve can check was checked.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resolution/line_diagnosis.h"

namespace pincompile {

/// errors   kCancelled only.
Result<std::vector<std::string>> hints_for(Session& failed, const Diagnosis& diagnosis);

/// Ways out where metadata needs a build: running it, unless that was tried; a version with a wheel,
/// if one can be chosen; believing sdists, if they are not believed.
std::vector<std::string> build_hints(bool is_choice, const ResolveOptions& options);

}  // namespace pincompile
