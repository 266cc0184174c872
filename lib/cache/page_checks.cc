// The checksum of one file of a page record.
// SPDX-License-Identifier: MIT
#include "cache/page_checks.h"

#include <cstddef>

#include "cache/record_builder.h"

namespace pincompile {

std::uint32_t file_check(const StoredFile& stored, const FileDetails& details) {
  std::uint64_t sum =
      record_checksum({reinterpret_cast<const char*>(&stored), offsetof(StoredFile, check)});
  sum = sum * 0x9e3779b97f4a7c15u + record_checksum(details.url);
  sum = sum * 0x9e3779b97f4a7c15u + record_checksum(details.filename);
  if (details.metadata_sha256 != nullptr) {
    sum = sum * 0x9e3779b97f4a7c15u +
          record_checksum({reinterpret_cast<const char*>(details.metadata_sha256), 32});
  }
  return static_cast<std::uint32_t>(sum ^ (sum >> 32));
}

}  // namespace pincompile
