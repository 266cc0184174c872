// What a snapshot says beside its facts: the question that was asked (behaviour.md 9.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace pincompile {

/// One pin that was there before the recorded run.
struct SnapshotPin {
  std::string name;                      ///< normalised
  std::string version;                   ///< as written
  std::vector<std::string> hashes = {};  ///< `sha256:HEX`

  /// Equal in every member.
  friend bool operator==(const SnapshotPin&, const SnapshotPin&) = default;
};

/// What a run was asked, as texts the caller gives a meaning to. User parts of URLs are taken out
/// on the way in.
struct SnapshotContext {
  std::string tool_version;                         ///< of the program that recorded
  std::string cutoff = {};                          ///< effective instant, RFC 3339; empty = none
  std::string target = {};                          ///< as Target::id
  std::map<std::string, std::string> options = {};  ///< by long name
  std::vector<SnapshotPin> existing = {};           ///< pins of the earlier output
  std::vector<std::pair<std::string, std::string>> sources = {};  ///< path or URL as given, text
  /// SHA-256 in hex of the archives that sources name, and of files whose page tells none, by path or
  /// URL.
  std::map<std::string, std::string> digests = {};
  std::vector<std::string> folders = {};  ///< that sources name as indexes, as given

  /// Equal in every member.
  friend bool operator==(const SnapshotContext&, const SnapshotContext&) = default;
};

}  // namespace pincompile
