// METADATA of a wheel with as few bytes as possible. That is the copy beside it (PEP 658, 714),
// else the stretches of the zip file that hold it, else the whole file.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <variant>

#include "index/exchange.h"
#include "pincompile/fact_source.h"
#include "pincompile/file_system.h"

namespace pincompile {

/// What metadata is asked with; all outlive the search.
struct MetadataTools {
  Exchange& exchange;
  Credentials& credentials;
  FileSystem* files = nullptr;
};

/// Bytes of METADATA, or why this file has none that can be used.
using MetadataText = std::variant<std::string, MetadataUnavailable>;
/// errors   kNetwork, kUnauthorized; kCorrupt: bytes without the digest that the index announces.
using MetadataTextDone = std::function<void(Result<MetadataText>)>;

inline constexpr std::uint64_t kMostMetadataBytes = std::uint64_t{1} << 24;
inline constexpr std::uint64_t kMostFileBytes = std::uint64_t{1} << 30;

/// project  normalised; `done` runs in a later turn of the exchange, or before this returns.
void find_wheel_metadata(MetadataTools tools, const std::string& project, const FileReference& file,
                         MetadataTextDone done);

/// The copy of METADATA beside a file. Unavailable (kMissing): it is not there, or access to it is
/// refused.
void find_metadata_beside(MetadataTools tools, const FileReference& file, MetadataTextDone done);

/// METADATA from the bytes of a whole wheel.
Result<MetadataText> metadata_of_wheel(std::string_view wheel, const std::string& project,
                                       NetParts& parts);

}  // namespace pincompile
