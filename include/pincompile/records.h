// Facts from plain values: what somebody needs to write a FactSource of their own.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pincompile/export.h"
#include "pincompile/fact_source.h"

namespace pincompile {

/// One distribution file as an index lists it.
struct PlainFile {
  std::string filename;     ///< of a wheel or sdist of the project; others are dropped
  std::string url = {};     ///< absolute, without user part
  std::string sha256 = {};  ///< hex; empty = unknown
  std::uint64_t size = 0;   ///< bytes; 0 = unknown
  std::optional<std::chrono::sys_seconds> uploaded = {};  ///< UTC; nullopt = unknown
  std::string requires_python = {};  ///< specifiers; empty = any
  bool yanked = false;  ///< PEP 592
  std::string yanked_reason = {};  ///< may be empty
  bool has_metadata = true;  ///< the source can say what this file needs without downloading it

  friend bool operator==(const PlainFile&, const PlainFile&) = default;
};

/// What an index lists under a project's name.
struct PlainPage {
  std::string project;  ///< normalised on the way
  std::vector<PlainFile> files = {};  ///< in any order

  friend bool operator==(const PlainPage&, const PlainPage&) = default;
};

/// What one version needs.
struct PlainMetadata {
  std::string project;  ///< normalised on the way
  std::string version;  ///< PEP 440
  std::string filename = {};  ///< the file this is about
  std::vector<std::string> requires_dist = {};  ///< PEP 508
  std::string requires_python = {};  ///< specifiers; empty = any
  std::vector<std::string> provides_extra = {};  ///< as spelled

  friend bool operator==(const PlainMetadata&, const PlainMetadata&) = default;
};

/// Record for PageFound. Files without a PEP 440 version are dropped.
PINCOMPILE_API RecordBytes make_page(const PlainPage& page);

/// Record for MetadataKnown.
/// errors   kParse: a version, or a requirement, that cannot be read even with the usual repairs.
PINCOMPILE_API Result<RecordBytes> make_metadata(const PlainMetadata& metadata);

}  // namespace pincompile
