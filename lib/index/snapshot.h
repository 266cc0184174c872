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
#include <vector>

#include "index/net_parts.h"
#include "index/recording_facts.h"
#include "pincompile/snapshot.h"

namespace pincompile {

inline constexpr int kSnapshotSchema = 1;

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
