// The directory at the end of a zip file: which member lies where, for range reads of wheels.
// Follows PKWARE's APPNOTE 6.3 including zip64; reads nothing but the directory.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// Where a stretch of a file lies.
struct ByteRange {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;

  friend bool operator==(const ByteRange&, const ByteRange&) = default;
};

struct ZipMember {
  std::string path;
  std::uint64_t header_offset = 0;  ///< of its local header, from the start of the file
  std::uint64_t packed_size = 0;    ///< of its content, behind the local header
  std::uint64_t size = 0;           ///< unpacked
};

/// Where the directory of a zip file of `file_size` bytes lies, read from its last bytes.
///
/// errors   kCorrupt: no end record within `tail`, or offsets outside the file.
Result<ByteRange> find_zip_directory(std::string_view tail, std::uint64_t file_size);

/// errors   kCorrupt.
Result<std::vector<ZipMember>> read_zip_directory(std::string_view directory);

}  // namespace pincompile
