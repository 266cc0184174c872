// Snapshots: the facts one answer rests on, as a gzip tar laid out as a static simple index
// (behaviour.md 9.5). Equal runs give equal bytes: nothing in it depends on time or place.
//   snapshot.json              schema, tool, context of the run, what no index file can say
//   simple/NAME/index.json     PEP 691 page; members that begin with `_` are ours
//   files/NAME/FILE.metadata   METADATA made from the record
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "index/net_parts.h"
#include "index/recording_facts.h"

namespace pincompile {

inline constexpr int kSnapshotSchema = 1;

struct SnapshotPin {
  std::string name;
  std::string version;
  std::vector<std::string> hashes = {};

  friend bool operator==(const SnapshotPin&, const SnapshotPin&) = default;
};

/// What a run was asked, as texts the caller gives a meaning to. User parts of URLs are taken out
/// on the way in.
struct SnapshotContext {
  std::string tool_version;
  std::string cutoff = {};  ///< effective instant, RFC 3339; empty = none
  std::string target = {};
  std::map<std::string, std::string> options = {};
  std::vector<SnapshotPin> existing = {};
  std::vector<std::pair<std::string, std::string>> sources = {};  ///< path as given, text

  friend bool operator==(const SnapshotContext&, const SnapshotContext&) = default;
};

/// A snapshot, unpacked.
struct Snapshot {
  struct Metadata {
    std::string text;
    std::string source = "wheel";  ///< as to_string(MetadataSource)
    std::string file = {};         ///< what it was read from, if not the file asked about
  };
  struct Unavailable {
    std::string reason;  ///< `needs-build`, `bad-metadata`, `missing`
    std::string text;
  };

  SnapshotContext context;
  std::map<std::string, std::string> pages;                ///< by name: JSON
  std::map<std::string, std::vector<std::string>> absent;  ///< by name: indexes asked
  std::map<std::string, Metadata> metadata;                ///< by member path
  std::map<std::string, Unavailable> unavailable;          ///< by member path
};

/// Path of the member that holds the metadata a want asks for; without a user part or query.
std::string metadata_member(const Want& want);

/// Failed and offline facts are left out: a replay reports them as not recorded.
/// errors   kInternal: libarchive refused.
Result<std::string> write_snapshot(const SnapshotContext& context,
                                   std::span<const RecordedFact> facts, NetParts& net);

/// errors   kCorrupt: not a snapshot; kUnsupported: of another schema.
Result<Snapshot> read_snapshot(std::string_view bytes, NetParts& net);

}  // namespace pincompile
