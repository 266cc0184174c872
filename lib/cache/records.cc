// Records from plain values, for embedders.
// SPDX-License-Identifier: MIT
#include "pincompile/records.h"

#include <utility>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "pincompile/name.h"

namespace pincompile {

RecordBytes make_page(const PlainPage& page) {
  PageContent content;
  content.project = normalize_name(page.project);
  content.files.reserve(page.files.size());
  for (const PlainFile& plain : page.files) {
    PageFile file;
    file.filename = plain.filename;
    file.url = plain.url;
    file.sha256 = plain.sha256;
    file.size = plain.size;
    file.uploaded = plain.uploaded;
    file.requires_python = plain.requires_python;
    file.yanked = plain.yanked;
    file.yanked_reason = plain.yanked_reason;
    file.has_metadata = plain.has_metadata;
    content.files.push_back(file);
  }
  return build_page(content);
}

Result<RecordBytes> make_metadata(const PlainMetadata& metadata) {
  auto version = Version::parse(metadata.version);
  if (!version) return version.error();
  DependencyContent content;
  content.project = normalize_name(metadata.project);
  content.version = version->to_string();
  content.file = metadata.filename;
  content.requires_python = metadata.requires_python;
  content.provided_extras = metadata.provides_extra;
  for (const std::string& text : metadata.requires_dist) {
    auto requirement = Requirement::parse_lenient(text);
    if (!requirement) return requirement.error();
    content.requirements.push_back({*std::move(requirement), text});
  }
  return build_dependencies(content);
}

}  // namespace pincompile
