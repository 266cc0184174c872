// Wheels and sdists for tests, made in memory.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "dist/archive.h"

namespace pincompile::testing {

/// A zip of the members in the given order, deflated.
std::string make_zip(const std::vector<ArchiveMember>& members);
/// A wheel that holds only METADATA with the lines and, in front of it, `padding` bytes of
/// something else.
std::string make_wheel(const std::string& name, const std::string& version,
                       const std::string& lines, std::size_t padding = 0);
/// A gzip tar of the members in the given order.
std::string make_tar_gz(const std::vector<ArchiveMember>& members);
/// `Metadata-Version: 2.1`, Name, Version and the lines.
std::string metadata_text(const std::string& name, const std::string& version,
                          const std::string& lines, const std::string& metadata_version = "2.1");
/// Bytes that do not compress, the same on each call.
std::string noise(std::size_t size);

}  // namespace pincompile::testing
