// Digests of files that an index names without one: from the files themselves (behaviour.md 2.8).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "compile.h"
#include "pincompile/writer.h"
#include "run.h"

namespace pincompile::tool {

/// Whose digests are wanted.
enum class DigestsOf : std::uint8_t { kAllFiles, kLocalFiles };

/// Fetches each file in the scope of `writer` that has no sha256 and puts its digest into the
/// resolution; pins whose hashes are kept from the old output are left alone. Without network
/// (--offline,
/// --replay) it only warns.
///
/// What it finds is also put into `compiled.digests`.
///
/// files     the disk as the job sees it, for files of lines that are paths.
/// recorded  what a snapshot knows of them, or nullptr.
/// errors    kNetwork, kUnauthorized, kNotFound, kIo: the file.
Result<void> find_missing_digests(Run& run, Compiled& compiled, FileSystem& files,
                                  const SnapshotContext* recorded,
                                  const RequirementsTxtOptions& writer, DigestsOf wanted);

/// By what SnapshotContext::digests knows a file: its path, or its URL without user part and query.
std::string digest_place(std::string_view path_or_url);

}  // namespace pincompile::tool
