// Asking the world: wants, facts, and the interface that answers the one with the other.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

class RecordTail;

/// Bytes of a compiled record (page or dependencies), kept alive by `owner`. 8-byte aligned.
struct RecordBytes {
  std::span<const std::byte> bytes;  ///< of the record, whole
  std::shared_ptr<const void> owner;  ///< keeps `bytes` alive
  std::shared_ptr<const RecordTail> tail = {};  ///< the rest of a page out of a cache
};

/// One file of a project's page, as far as its metadata must be found.
struct FileReference {
  std::string filename;  ///< as the index lists it
  std::string url;  ///< absolute
  std::uint64_t size = 0;          ///< 0 = unknown
  std::string sha256 = {};         ///< hex; empty = unknown
  bool has_metadata = false;       ///< PEP 658/714: METADATA is served beside the file
  std::string metadata_sha256 = {};  ///< hex; empty = not announced

  friend bool operator==(const FileReference&, const FileReference&) = default;
};

/// A question. `id` is the asker's number for it; it comes back with the answer.
struct Want {
  /// What is asked for: a project's page, or one version's metadata.
  enum class Kind : std::uint8_t { kPage, kMetadata };

  Kind kind = Kind::kPage;  ///< see Kind
  std::uint64_t id = 0;  ///< the asker's, comes back as Fact::want_id
  std::string project;                 ///< normalised name
  std::string version = {};            ///< kMetadata: normalised version
  std::vector<FileReference> files = {};  ///< kMetadata: files to read it from, the one to be installed first; others of the version (wheels) follow
  std::string index_url = {};          ///< kMetadata: of the page, as it was answered
  bool ahead = false;                  ///< asked by lookahead: may be answered late or dropped at cancel

  friend bool operator==(const Want&, const Want&) = default;
};

/// A project's page.
struct PageFound {
  RecordBytes record;     ///< read by cache/page_record.h
  std::string index_url;  ///< without user part; empty for find-links alone
};
/// No index knows the name.
struct PageAbsent {
  std::vector<std::string> asked;  ///< indexes asked, without user parts
  bool refused = false;            ///< it answered 403, which counts as absent on its host
  bool nowhere = false;            ///< there is no index and no other place to ask
};
/// The version's metadata could be read.
struct MetadataKnown {
  RecordBytes record;  ///< read by cache/dependency_record.h
};
/// This version cannot be used; others can.
struct MetadataUnavailable {
  /// Whether a build would be needed, the metadata is broken, missing, or not in the snapshot.
  enum class Reason : std::uint8_t { kNeedsBuild, kBadMetadata, kMissing, kNotRecorded };
  Reason reason = Reason::kBadMetadata;  ///< see Reason
  std::string text;  ///< for a person
};
/// Not in the cache, and nobody may be asked.
struct Offline {};
/// The world failed; ends the run if the answer depends on it.
struct Failed {
  Error error;  ///< what went wrong
};

/// An answer; the kinds are told apart in its parts.
struct Fact {
  std::uint64_t want_id = 0;  ///< of the question
  /// What was found out.
  std::variant<PageFound, PageAbsent, MetadataKnown, MetadataUnavailable, Offline, Failed> answer;
};

/// Answers wants, in any order.
///
/// Laws, tested on every implementation (tests/support/fact_source_laws.h): each want is answered exactly
/// once; the same want gives the same fact within a run; facts are immutable; cancel returns promptly
/// and drops the rest.
/// threads  used by one thread; implementations may have threads of their own.
class FactSource {
 public:
  virtual ~FactSource() = default;

  /// Takes questions; nothing is answered yet.
  virtual void request(std::vector<Want> wants) = 0;
  /// Blocks until at least one fact is there and returns all that are; empty only if nothing is
  /// under way.
  virtual std::vector<Fact> wait() = 0;
  /// As wait, but nullopt once `deadline` (of the source's clock) has passed and nothing is there though
  /// something is under way: how a resolve that waits for the world can be cancelled. Without an
  /// implementation of its own a source waits on.
  virtual std::optional<std::vector<Fact>> wait_until(std::chrono::steady_clock::time_point /*deadline*/) {
    return wait();
  }
  /// Drops all questions under way; returns promptly.
  virtual void cancel() = 0;
  /// The answer to a want that was asked `ahead` is used after all. For sources that keep account of
  /// what an answer rests on; told at most once per want, before or after the answer.
  virtual void use(std::uint64_t /*want_id*/) {}
  /// The answer to a want for a page turned out to be damaged: a stored page is only checked where it
  /// is read. The asker has cancelled and starts over with all its questions; the page is to come from
  /// where it was stored from.
  virtual void distrust(const Want& /*page*/) {}
};

}  // namespace pincompile
