// What may have been meant by a source that cannot be opened: another file of its folder, a file in
// a folder, a package.
// SPDX-License-Identifier: MIT
#pragma once

#include "jobs.h"

namespace pincompile::tool {

/// Adds a hint to an error of reading `job`'s inputs that is about one of its sources itself.
Error with_source_hint(Error error, const Job& job, FileSystem& files);

}  // namespace pincompile::tool
