// Members of tar and zip archives, and deterministic gzip tars, by libarchive. Its .cc is compiled
// into the network parts (index/net_parts.h), not into the dist layer: callers go through NetParts.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// A member of an archive. `path` as the archive spells it.
struct ArchiveMember {
  std::string path;
  std::string content;

  friend bool operator==(const ArchiveMember&, const ArchiveMember&) = default;
};

/// What to do with the member about to be read.
enum class MemberChoice { kSkip, kRead, kStop };
using MemberChooser = std::function<MemberChoice(std::string_view path)>;

/// Members read from an archive, or from the beginning of one.
struct ArchiveContent {
  std::vector<ArchiveMember> members = {};  ///< the chosen ones, in archive order
  bool finished = false;  ///< the end was seen or the chooser said kStop; false: the bytes ran out
};

/// Reads members of a tar (plain or compressed) or zip archive, or of the first bytes of one.
/// A member that is cut off is not returned. `max_member_bytes` bounds each member's content.
///
/// errors   kCorrupt: no archive, or a chosen member over the bound.
Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                    std::size_t max_member_bytes);

/// A gzip-compressed tar whose bytes depend on the members alone: sorted names, zero times and
/// owners.
///
/// errors   kInternal: libarchive refused.
Result<std::string> write_tar_gz(std::span<const ArchiveMember> members);

}  // namespace pincompile
