// Page records: what an index lists under a project's name, compiled for the resolver. A page
// parser yields a PageContent, build_page turns it into bytes, PageView reads these in place.
// source  PEP 440 (order), 425 and 427 (wheels), 592 (yanked), 691 and 714 (pages), 792 (status).
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cache/record_parts.h"
#include "pincompile/fact_source.h"
#include "support/digest.h"

namespace pincompile {

enum class ProjectStatus : std::uint8_t { kActive, kArchived, kDeprecated, kQuarantined };

/// One file as the page lists it, texts as written there.
struct PageFile {
  std::string_view filename;
  std::string_view url;                                   ///< absolute, without user part
  std::string_view sha256 = {};                           ///< hex; empty or not 64 digits = unknown
  std::uint64_t size = 0;                                 ///< bytes; 0 = unknown
  std::optional<std::chrono::sys_seconds> uploaded = {};  ///< fractions cut off
  std::string_view requires_python = {};
  bool yanked = false;
  std::string_view yanked_reason = {};
  bool has_metadata = false;              ///< PEP 658/714
  std::string_view metadata_sha256 = {};  ///< hex; empty = not announced
};

/// Why a page has no versions.
enum class PageAbsence : std::uint8_t { kNone, kNotFound, kForbidden };

/// What a page parser yields: files in page order, unfiltered.
struct PageContent {
  std::string project;  ///< normalised
  std::vector<PageFile> files = {};
  ProjectStatus status = ProjectStatus::kActive;
  std::string_view status_reason = {};
  PageAbsence absence = PageAbsence::kNone;  ///< the index answered 404 or 403
  std::shared_ptr<const void> owner = {};    ///< keeps what the views point into; may be null
};

/// The page record. Files whose name is not a wheel's or sdist's of this project, or whose version
/// is not PEP 440, are dropped; the others are grouped by version (1.0 and 1.0.0 are one), versions
/// ascending, files of a version in page order.
///
/// cost     O(size) + sorting the versions; each distinct version, tag set and Requires-Python is
///          parsed once.
/// threads  any.
RecordBytes build_page(const PageContent& content);

/// The same, file by file: what a file was read from need not live on.
class PageRecordBuilder {
 public:
  explicit PageRecordBuilder(std::string project);
  ~PageRecordBuilder();

  void add(const PageFile& file);
  /// The record; nothing can be added any more.
  RecordBytes finish(ProjectStatus status = ProjectStatus::kActive,
                     std::string_view status_reason = {}, PageAbsence absence = PageAbsence::kNone);

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// Number for one part of a tag (`cp312`, `abi3`, `win_amd64`), the same in every process: FNV-1a.
/// Only the page's own author can aim a collision, and could simply write the tag instead.
constexpr std::uint64_t tag_token(std::string_view part) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

/// A compressed tag set: every combination of its parts.
struct TagSetView {
  Id64 id = 0;                                              ///< id64 of `text`
  std::span<const std::uint64_t> pythons, abis, platforms;  ///< tag_token of each
  std::string_view text;                                    ///< `py2.py3-none-any`, lower case
};

/// Seconds since 1970; 0 = unknown, or beyond what a record holds.
std::uint32_t upload_seconds(const PageFile& file);

/// What admission needs of each file. Versions whose files are equal in all of this share one list.
struct FileTraits {
  std::uint16_t tag_set;          ///< kNoTagSet for an sdist
  std::uint16_t requires_python;  ///< number, 0 = no limit
  std::uint16_t build;        ///< number of the build tag in order of preference rules; 0 = none
  std::uint16_t yank_reason;  ///< number of the text
  std::uint16_t flags;

  static constexpr std::uint16_t kNoTagSet = 0xffff;
  static constexpr std::uint16_t kWheel = 1, kYanked = 2, kHasMetadata = 4, kHasSha256 = 8,
                                 kHasMetadataSha256 = 16;

  bool is_wheel() const { return (flags & kWheel) != 0; }
  bool is_yanked() const { return (flags & kYanked) != 0; }
  bool has_metadata() const { return (flags & kHasMetadata) != 0; }
};

/// The rest of a file, for the few that metadata is read from or that are printed.
struct FileDetails {
  std::string_view filename;
  std::string_view url;
  std::uint64_t size = 0;
  std::uint32_t uploaded = 0;                     ///< seconds since 1970; 0 = unknown
  const std::uint8_t* sha256 = nullptr;           ///< 32 bytes, null = unknown
  const std::uint8_t* metadata_sha256 = nullptr;  ///< 32 bytes, null = not announced
};

struct BuildTag {
  std::uint64_t number = 0;
  std::string_view suffix = {};
};

/// How tag sets, builds and spellings stand in a record; read through PageView only.
struct StoredTagSet {
  std::uint64_t id;
  std::uint32_t text, python_begin, abi_begin, platform_begin, platform_end, unused;
};
struct StoredBuild {
  std::uint64_t number;
  std::uint32_t suffix, unused;
};
struct StoredSpelling {
  std::uint32_t version, spelling;
};

/// A page record, read in place. Version and file numbers are those of the record: versions
/// ascending, files of version v are file_begin(v) .. file_begin(v + 1).
///
/// lifetime  as the RecordBytes; the view itself owns nothing.
/// errors    a view that is not valid() has no versions. Numbers out of range and damaged offsets
///           give empty answers.
/// cost      open is O(1); no call allocates.
class PageView {
 public:
  PageView() = default;
  /// Not valid if the bytes are no page record of this schema, or of another project.
  static PageView open(const RecordBytes& record, std::string_view project);
  /// Whatever the project.
  static PageView open(const RecordBytes& record);
  /// Of a whole record, or of a head whose files nobody will ask for.
  static PageView open(std::span<const std::byte> record);

  bool valid() const { return valid_; }
  std::string_view project() const { return project_; }
  PageAbsence absence() const { return absence_; }
  ProjectStatus status() const { return status_; }
  std::string_view status_reason() const { return status_reason_; }

  // Versions.
  std::uint32_t version_count() const { return static_cast<std::uint32_t>(heads_.size()); }
  std::span<const Key16> heads() const { return heads_; }
  KeyView key(std::uint32_t version) const;
  /// Normalised.
  std::string_view version_text(std::uint32_t version) const {
    return version < heads_.size() ? texts_[version] : std::string_view();
  }
  /// As the index writes it, for `===` and its pins.
  std::string_view spelling(std::uint32_t version) const;
  bool is_prerelease(std::uint32_t version) const { return flag(version, 1); }
  bool is_devrelease(std::uint32_t version) const { return flag(version, 2); }
  bool has_local(std::uint32_t version) const { return flag(version, 4); }
  /// Of its files whose upload time is known; 0 = of none.
  std::uint32_t first_upload(std::uint32_t version) const {
    return version < first_upload_.size() ? first_upload_[version] : 0;
  }
  std::uint32_t last_upload(std::uint32_t version) const {
    return version < last_upload_.size() ? last_upload_[version] : 0;
  }
  /// Whether there are files whose upload time is unknown.
  bool lacks_upload(std::uint32_t version) const { return flag(version, 8); }
  /// First version with a key not below `key`, version_count() if there is none: a specifier's
  /// interval covers lower_bound(low) .. lower_bound(high).
  std::uint32_t lower_bound(const KeyView& key) const;
  /// The version equal to `key`.
  std::optional<std::uint32_t> find(const KeyView& key) const;

  // Files.
  std::uint32_t file_count() const { return file_begin_.empty() ? 0 : file_begin_.back(); }
  /// For version_count() too: the end of the last version's files. Never beyond file_count().
  std::uint32_t file_begin(std::uint32_t version) const;
  /// Versions whose files are equal in their traits have the same number, 0 .. shape_count() - 1.
  std::uint32_t shape(std::uint32_t version) const {
    return version < shapes_.size() ? shapes_[version] : 0;
  }
  std::uint32_t shape_count() const {
    return shape_begin_.empty() ? 0 : static_cast<std::uint32_t>(shape_begin_.size()) - 1;
  }
  std::span<const FileTraits> files_of(std::uint32_t version) const;
  /// Of any file; an sdist without limits if there is no such file.
  FileTraits traits(std::uint32_t file) const;
  /// nullopt: damaged (its checksum is wrong).
  std::optional<FileDetails> details(std::uint32_t file) const;
  /// Whether details() answers for every file of the version.
  bool files_intact(std::uint32_t version) const;
  /// As a want carries it; empty strings where damaged.
  FileReference reference(std::uint32_t file) const;

  // Texts that files share, each judged once per target.
  std::uint32_t tag_set_count() const { return static_cast<std::uint32_t>(tag_sets_.size()); }
  TagSetView tag_set(std::uint32_t number) const;
  Id64 tag_set_id(std::uint32_t number) const {
    return number < tag_sets_.size() ? tag_sets_[number].id : 0;
  }
  /// Numbers are 0 .. count - 1; 0 = no limit.
  std::uint32_t requires_python_count() const {
    return static_cast<std::uint32_t>(requires_python_.size()) + 1;
  }
  SpecifierView requires_python(std::uint32_t number) const;
  /// Beyond repair: no limit, and a note.
  bool requires_python_unreadable(std::uint32_t number) const;
  BuildTag build(std::uint32_t number) const;
  std::string_view yank_reason(std::uint32_t number) const;

 private:
  /// The version a file belongs to.
  std::uint32_t version_of(std::uint32_t file) const;
  /// Bytes of the tail: offset and size of a version's block; a size of 0: none.
  struct Block {
    std::uint64_t begin = 0, size = 0;
  };
  Block place_of_block(std::uint32_t version) const;
  std::span<const std::byte> block(std::uint32_t version) const;
  bool flag(std::uint32_t version, std::uint8_t bit) const {
    return version < version_flags_.size() && (version_flags_[version] & bit) != 0;
  }

  bool valid_ = false;
  PageAbsence absence_ = PageAbsence::kNone;
  ProjectStatus status_ = ProjectStatus::kActive;
  std::string_view project_;
  std::string_view status_reason_;
  std::span<const Key16> heads_;
  std::span<const std::uint32_t> key_tails_;
  std::span<const std::uint8_t> version_flags_;
  std::span<const StoredSpelling> respelled_;
  std::span<const std::uint32_t> file_begin_;
  std::span<const std::uint32_t> shapes_;
  std::span<const std::uint32_t> shape_begin_;
  std::span<const FileTraits> shape_files_;
  std::span<const std::uint32_t> first_upload_;
  std::span<const std::uint32_t> last_upload_;
  std::span<const std::uint32_t> tail_begin_;
  std::span<const std::byte> tail_;
  const RecordTail* tail_elsewhere_ = nullptr;
  std::span<const StoredTagSet> tag_sets_;
  std::span<const std::uint64_t> tag_tokens_;
  std::span<const StoredSpecifier> requires_python_;
  std::span<const StoredInterval> intervals_;
  std::span<const std::uint32_t> lists_;
  std::span<const StoredBuild> builds_;
  std::span<const std::uint32_t> yank_reasons_;
  TextList texts_;
};

}  // namespace pincompile
