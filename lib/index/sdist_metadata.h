// What an sdist says about itself without being built: PKG-INFO and the egg-info that its author's
// build left (behaviour.md 4.7). The archive is read from its beginning, as far as needed.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "dist/core_metadata.h"
#include "index/wheel_metadata.h"

namespace pincompile {

/// What was seen of an sdist.
struct SdistFacts {
  std::string pkg_info;                          ///< text, empty if there is none
  std::optional<std::string> requires_txt = {};  ///< of the project's egg-info
  bool has_egg_info = false;                     ///< the project's egg-info folder exists
  bool enough = false;                           ///< nothing behind what was read can matter
};

/// From the first bytes of the archive, or all of it.
/// errors   kCorrupt: not an archive.
/// threads  any.
Result<SdistFacts> scan_sdist(std::string_view bytes, const std::string& project, NetParts& parts);

/// The static metadata of PKG-INFO (version 2.2 or later, nothing we need Dynamic).
std::optional<CoreMetadata> static_metadata(const SdistFacts& facts);
/// What the author's own build recorded.
std::optional<CoreMetadata> recorded_metadata(const SdistFacts& facts);

/// Facts, or why they cannot be had: not on the index, unreadable, or not within 64 MiB
/// (kNeedsBuild).
using SdistAnswer = std::variant<SdistFacts, MetadataUnavailable>;
/// errors   kNetwork, kUnauthorized; kCorrupt: the whole sdist came and has another digest.
using SdistFactsDone = std::function<void(Result<SdistAnswer>)>;

/// Fetches the beginning of an sdist, then more and more of it until it is enough.
void find_sdist_facts(MetadataTools tools, const std::string& project, const FileReference& file,
                      SdistFactsDone done);

}  // namespace pincompile
