// Dependency records: what one file's metadata says a version needs, compiled for the resolver. A
// metadata reader yields a DependencyContent, build_dependencies turns it into bytes,
// DependencyView reads these in place. source  core metadata specification (PEP 566, 643, 685), PEP
// 508.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cache/record_parts.h"
#include "pincompile/fact_source.h"
#include "pincompile/requirement.h"
#include "support/digest.h"

namespace pincompile {

/// Where metadata came from (behaviour.md 4.7).
enum class MetadataSource : std::uint8_t { kWheel, kPkgInfo, kJson, kRecorded, kBuild };
/// `wheel`, `pkg-info`, `json`, `recorded`, `build`.
std::string_view to_string(MetadataSource source);

/// One Requires-Dist.
struct DependencyRequirement {
  Requirement requirement;
  std::string text;  ///< as written in the metadata
};

/// What a metadata reader yields.
struct DependencyContent {
  std::string project;  ///< normalised
  std::string version;  ///< normalised
  std::string file;     ///< name of the file the metadata is about
  MetadataSource source = MetadataSource::kWheel;
  std::vector<DependencyRequirement> requirements = {};
  std::string requires_python = {};               ///< as written
  std::vector<std::string> provided_extras = {};  ///< as written
  /// Set: the version cannot be used, and this is why; the rest is not looked at.
  std::optional<MetadataUnavailable> unavailable = {};
};

/// threads  any.
RecordBytes build_dependencies(const DependencyContent& content);

/// One requirement of a dependency record.
struct RequirementView {
  Id64 name = 0;               ///< id64 of name_text
  std::string_view name_text;  ///< normalised
  TextsView extras;            ///< normalised, sorted
  Id64 specifier_id = 0;       ///< id64 of specifiers.text
  SpecifierView specifiers;
  std::uint32_t marker = 0;  ///< number of the marker program; 0 = no marker
  std::string_view url;      ///< empty unless `@ url`
  std::string_view text;     ///< as written
};

/// How a requirement stands in a record; read through DependencyView only.
struct StoredRequirement {
  Id64 name;
  std::uint32_t name_text, specifier, marker, text, url, extras_begin, extras_end, unused;
};

/// A dependency record, read in place.
///
/// lifetime  as RecordBytes::owner; the view itself owns nothing.
/// errors    a view that is not valid() has no requirements; damaged offsets give empty answers.
/// cost      open is O(1); no call allocates.
class DependencyView {
 public:
  DependencyView() = default;
  /// Not valid if the bytes are no dependency record of this schema, or of another project or
  /// version.
  static DependencyView open(std::span<const std::byte> record, std::string_view project,
                             std::string_view version);
  static DependencyView open(std::span<const std::byte> record);

  bool valid() const { return valid_; }
  std::string_view project() const { return project_; }
  std::string_view version() const { return version_; }
  std::string_view file() const { return file_; }
  MetadataSource source() const { return source_; }
  /// The record of a version that cannot be used. A FactSource answers MetadataUnavailable instead.
  std::optional<MetadataUnavailable::Reason> unavailable() const { return unavailable_; }
  std::string_view unavailable_text() const { return unavailable_text_; }

  std::uint32_t requirement_count() const {
    return static_cast<std::uint32_t>(requirements_.size());
  }
  RequirementView requirement(std::uint32_t number) const;
  /// RequirementView::marker alone: most requirements of a record do not hold, and that is all that
  /// is asked about them.
  std::uint32_t marker_of(std::uint32_t number) const {
    return number < requirements_.size() ? requirements_[number].marker : 0;
  }
  /// Marker programs are numbered 1 .. marker_count(); each distinct marker stands once.
  std::uint32_t marker_count() const { return static_cast<std::uint32_t>(markers_.size()); }
  /// For MarkerEvaluator (packaging/marker_program.h); empty = always true, the answer for 0.
  std::string_view marker_program(std::uint32_t number) const {
    return number == 0 || number > markers_.size() ? std::string_view()
                                                   : texts_[markers_[number - 1]];
  }

  SpecifierView requires_python() const { return specifier(requires_python_); }  ///< of METADATA
  bool requires_python_unreadable() const;
  std::string_view requires_python_text() const { return requires_python_text_; }  ///< as written
  TextsView provided_extras() const { return provided_extras_; }  ///< normalised, order of writing

 private:
  SpecifierView specifier(std::uint32_t number) const;

  bool valid_ = false;
  MetadataSource source_ = MetadataSource::kWheel;
  std::optional<MetadataUnavailable::Reason> unavailable_;
  std::uint32_t requires_python_ = 0;
  std::string_view project_, version_, file_, unavailable_text_, requires_python_text_;
  std::span<const StoredRequirement> requirements_;
  std::span<const StoredSpecifier> specifiers_;
  std::span<const StoredInterval> intervals_;
  std::span<const std::uint32_t> lists_;
  std::span<const std::uint32_t> markers_;
  TextList texts_;
  TextsView provided_extras_;
};

}  // namespace pincompile
