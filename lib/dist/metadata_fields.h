// Every field of METADATA and PKG-INFO, and what its value must look like. The resolver gets by
// with core_metadata.h; this is for whoever wants to know what is wrong with a file. source
// https://packaging.python.org/specifications/core-metadata/ up to Metadata-Version 2.6, read as
//         PyPA's packaging reads it.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pincompile {

/// Keys are lower-case header names: `requires-dist`.
struct MetadataFields {
  std::map<std::string, std::vector<std::string>> known =
      {};  ///< one value unless the field may repeat
  std::map<std::string, std::vector<std::string>> unparsed =
      {};  ///< unknown, wrongly repeated, undecodable
};

MetadataFields read_metadata_fields(std::string_view text);

/// Names of the fields that the standard does not allow as they are, sorted: unknown ones, wrong
/// values, missing required ones.
std::vector<std::string> invalid_fields(const MetadataFields& fields);

/// Whether the values suit the field (header name; `_` may stand for `-`).
bool is_valid_field(std::string_view field, const std::vector<std::string>& values);

}  // namespace pincompile
