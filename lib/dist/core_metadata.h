// METADATA and PKG-INFO: the fields a resolver needs, up to Metadata-Version 2.6.
// source  https://packaging.python.org/specifications/core-metadata/ (PEP 566, 643, 685); the
// header
//         lines are read as Python's email package does. What each field's value must look like is
//         dist/metadata_fields.h; the description is never looked at.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// Texts as written. A field that may occur once but is repeated, is not UTF-8, or says `UNKNOWN`
/// counts as absent: empty.
struct CoreMetadata {
  std::string metadata_version;
  std::string name;     ///< as spelled
  std::string version;  ///< as spelled
  std::vector<std::string> requires_dist;
  std::string requires_python;
  std::vector<std::string> provides_extra;
  std::vector<std::string> dynamic;

  friend bool operator==(const CoreMetadata&, const CoreMetadata&) = default;
};

/// Whatever fields the text has.
/// cost     one pass over the header lines; the body is not read.
CoreMetadata read_core_metadata(std::string_view text);

/// METADATA of a wheel.
/// errors   kParse: no Name or no Version.
Result<CoreMetadata> parse_metadata(std::string_view text);

/// PKG-INFO of an sdist, if it can stand for the metadata of what a build would give (PEP 643).
/// errors   kParse: a required field is missing; kUnsupported: Metadata-Version before 2.2 or after
///          2.x, or Requires-Dist, Requires-Python or Provides-Extra are Dynamic.
Result<CoreMetadata> parse_static_pkg_info(std::string_view text);

}  // namespace pincompile
