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

inline constexpr std::string_view kBuildHint =
    "--build-sdists runs their build code; or pin a version that has a wheel";

/// Ways out where metadata needs a build: `first`, and believing sdists if they are not believed.
std::vector<std::string> build_hints(std::string_view first, const ResolveOptions& options);

}  // namespace pincompile
