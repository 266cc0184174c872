// SPDX-License-Identifier: MIT
#include "index/metadata_content.h"

#include <fmt/format.h>

#include "pincompile/name.h"
#include "pincompile/version.h"

namespace pincompile {
namespace {

bool same_version(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const Result<Version> left = Version::parse(a), right = Version::parse(b);
  return left && right && *left == *right;
}

// Empty if name and version are the subject's, as far as these are known.
std::string mismatch(const CoreMetadata& metadata, const MetadataSubject& subject) {
  if (!metadata.name.empty() && !subject.project.empty() &&
      normalize_name(metadata.name) != subject.project) {
    return fmt::format("its metadata names the project {}", metadata.name);
  }
  if (!metadata.version.empty() && !subject.version.empty() &&
      !same_version(metadata.version, subject.version)) {
    return fmt::format("its metadata says version {}", metadata.version);
  }
  return {};
}

}  // namespace

DependencyContent unavailable_content(const MetadataSubject& subject,
                                      MetadataUnavailable::Reason reason, std::string text) {
  DependencyContent content;
  content.project = subject.project;
  content.version = subject.version;
  content.file = subject.file;
  content.unavailable = MetadataUnavailable{reason, std::move(text)};
  return content;
}

DependencyContent metadata_content(const CoreMetadata& metadata, const MetadataSubject& subject,
                                   MetadataSource source) {
  using Reason = MetadataUnavailable::Reason;
  if (std::string text = mismatch(metadata, subject); !text.empty()) {
    return unavailable_content(subject, Reason::kBadMetadata, std::move(text));
  }
  DependencyContent content;
  content.project = subject.project;
  content.version = subject.version;
  // The file behind a URL may not tell them in its name.
  if (content.project.empty()) content.project = normalize_name(metadata.name);
  if (content.version.empty()) {
    const Result<Version> version = Version::parse(metadata.version);
    if (!version || content.project.empty()) {
      return unavailable_content(subject, Reason::kBadMetadata,
                                 "its metadata does not tell name and version");
    }
    content.version = version->to_string();
  }
  content.file = subject.file;
  content.source = source;
  content.requires_python = metadata.requires_python;
  content.provided_extras = metadata.provides_extra;
  content.requirements.reserve(metadata.requires_dist.size());
  for (const std::string& text : metadata.requires_dist) {
    Result<Requirement> requirement = Requirement::parse_lenient(text);
    if (!requirement) {
      return unavailable_content(subject, Reason::kBadMetadata,
                                 fmt::format("its metadata has the requirement \"{}\": {}", text,
                                             requirement.error().message));
    }
    content.requirements.push_back({std::move(*requirement), text});
  }
  return content;
}

DependencyContent wheel_metadata_content(std::string_view text, const MetadataSubject& subject) {
  const Result<CoreMetadata> metadata = parse_metadata(text);
  if (!metadata) {
    return unavailable_content(subject, MetadataUnavailable::Reason::kBadMetadata,
                               "its metadata cannot be read: " + metadata.error().message);
  }
  return metadata_content(*metadata, subject, MetadataSource::kWheel);
}

FactAnswer metadata_answer(const DependencyContent& content) {
  if (content.unavailable) return *content.unavailable;
  return MetadataKnown{build_dependencies(content)};
}

}  // namespace pincompile
