// Jobs whose output other jobs read come before them (behaviour.md 1.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "jobs.h"

namespace pincompile::tool {

/// An output is read where another job names it by -r or -c, nested files included.
///
/// errors   kInvalidArgument: outputs build on each other in a circle.
Result<std::vector<Job>> in_layer_order(std::vector<Job> jobs, FileSystem& files);

}  // namespace pincompile::tool
