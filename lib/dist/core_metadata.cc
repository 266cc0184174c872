// Picks seven fields out of the header lines.
// SPDX-License-Identifier: MIT
#include "dist/core_metadata.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "dist/email_headers.h"
#include "support/utf8.h"

namespace pincompile {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool equal_ignoring_case(std::string_view text, std::string_view lower_case) {
  return text.size() == lower_case.size() &&
         std::ranges::equal(text, lower_case, {}, [](char c) { return lower(c); });
}

std::string text_of(std::string_view value) {
  if (find_invalid_utf8(value) == value.size()) return std::string(value);
  return with_valid_utf8(value);
}

// A field that may occur once.
struct SingleField {
  std::string_view name;
  std::string CoreMetadata::*member;
};
struct ListField {
  std::string_view name;
  std::vector<std::string> CoreMetadata::*member;
};
constexpr std::array<SingleField, 4> kSingleFields{
    {{"name", &CoreMetadata::name},
     {"version", &CoreMetadata::version},
     {"requires-python", &CoreMetadata::requires_python},
     {"metadata-version", &CoreMetadata::metadata_version}}};
constexpr std::array<ListField, 3> kListFields{{{"requires-dist", &CoreMetadata::requires_dist},
                                                {"provides-extra", &CoreMetadata::provides_extra},
                                                {"dynamic", &CoreMetadata::dynamic}}};

Error missing(std::string_view field) {
  return Error{ErrorKind::kParse, fmt::format("the metadata has no {}", field)};
}

// Metadata-Version 2.2 or later within 2.x: from there on, what is not Dynamic is what a build
// gives.
bool says_what_is_dynamic(std::string_view metadata_version) {
  if (!metadata_version.starts_with("2.")) return false;
  const std::string_view minor = metadata_version.substr(2);
  unsigned number = 0;
  const auto [end, failure] = std::from_chars(minor.data(), minor.data() + minor.size(), number);
  return failure == std::errc() && end == minor.data() + minor.size() && number >= 2;
}

}  // namespace

CoreMetadata read_core_metadata(std::string_view text) {
  CoreMetadata metadata;
  std::array<int, kSingleFields.size()> seen{};
  EmailHeaders headers(text);
  EmailHeader header;
  while (headers.next(header)) {
    for (const ListField& field : kListFields) {
      if (equal_ignoring_case(header.name, field.name) && header.value != "UNKNOWN") {
        (metadata.*field.member).push_back(text_of(header.value));
      }
    }
    for (std::size_t i = 0; i < kSingleFields.size(); ++i) {
      if (equal_ignoring_case(header.name, kSingleFields[i].name) && ++seen[i] == 1) {
        metadata.*kSingleFields[i].member = text_of(header.value);
      }
    }
  }
  for (std::size_t i = 0; i < kSingleFields.size(); ++i) {
    std::string& value = metadata.*kSingleFields[i].member;
    if (seen[i] > 1 || value == "UNKNOWN") value.clear();
  }
  return metadata;
}

Result<CoreMetadata> parse_metadata(std::string_view text) {
  CoreMetadata metadata = read_core_metadata(text);
  if (metadata.name.empty()) return missing("Name");
  if (metadata.version.empty()) return missing("Version");
  return metadata;
}

Result<CoreMetadata> parse_static_pkg_info(std::string_view text) {
  CoreMetadata metadata = read_core_metadata(text);
  if (metadata.metadata_version.empty()) return missing("Metadata-Version");
  if (!says_what_is_dynamic(metadata.metadata_version)) {
    return Error{ErrorKind::kUnsupported,
                 fmt::format("Metadata-Version {} does not say which fields are dynamic",
                             metadata.metadata_version)};
  }
  if (metadata.name.empty()) return missing("Name");
  if (metadata.version.empty()) return missing("Version");
  for (const std::string& field : metadata.dynamic) {
    for (const std::string_view needed : {"Requires-Python", "Requires-Dist", "Provides-Extra"}) {
      if (std::ranges::equal(field, needed, {}, lower, lower)) {
        return Error{ErrorKind::kUnsupported, fmt::format("{} is dynamic", needed)};
      }
    }
  }
  return metadata;
}

}  // namespace pincompile
