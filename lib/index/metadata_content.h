// From core metadata texts to the values of a dependency record, with the checks of
// behaviour.md 4.10.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "cache/dependency_record.h"
#include "dist/core_metadata.h"
#include "index/remote_facts.h"

namespace pincompile {

/// What metadata is about.
struct MetadataSubject {
  std::string project;  ///< normalised
  std::string version;  ///< normalised
  std::string file;     ///< name of the file it was read from
};

/// Content of a record, or of an unavailable one: another name or version than the subject's, or a
/// requirement that is beyond repair.
DependencyContent metadata_content(const CoreMetadata& metadata, const MetadataSubject& subject,
                                   MetadataSource source);

/// METADATA of a wheel; unavailable if it is no metadata.
DependencyContent wheel_metadata_content(std::string_view text, const MetadataSubject& subject);

DependencyContent unavailable_content(const MetadataSubject& subject,
                                      MetadataUnavailable::Reason reason, std::string text);

/// The answer that a content stands for.
FactAnswer metadata_answer(const DependencyContent& content);

}  // namespace pincompile
