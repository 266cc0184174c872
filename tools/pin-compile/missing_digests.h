// Digests of files that an index names without one: from the files themselves (behaviour.md 2.8).
// SPDX-License-Identifier: MIT
#pragma once

#include "compile.h"
#include "pincompile/writer.h"
#include "run.h"

namespace pincompile::tool {

/// Fetches each file in the scope of `writer` that has no sha256 and puts its digest into the
/// resolution; pins whose hashes are kept from the old output are left alone. Without network
/// (--offline,
/// --replay) it only warns.
///
/// files    the disk as the job sees it, for files of lines that are paths.
/// errors   kNetwork, kUnauthorized, kNotFound, kIo: the file.
Result<void> find_missing_digests(Run& run, Compiled& compiled, FileSystem& files,
                                  const RequirementsTxtOptions& writer);

}  // namespace pincompile::tool
