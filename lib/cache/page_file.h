// The part of a file that a resolve reads of few files only: digests, size, name, URL. It stands in
// one piece, so that looking at a file touches one place of a record, and has a checksum of its
// own: the record's does not cover it, or every run would read all of it.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "cache/page_record.h"

namespace pincompile {

/// Followed by the URL and, unless it is the URL's end, the name; padded to a multiple of 8 bytes.
struct StoredFile {
  std::uint32_t check;  ///< of all behind it, texts included
  std::uint32_t url_size;
  std::uint32_t name_begin;  ///< from the URL's first byte
  std::uint32_t name_size;
  std::uint64_t size;
  std::uint8_t sha256[32];
  std::uint8_t metadata_sha256[32];
};

/// What `traits` says and points to; nullopt: damaged.
std::optional<FileDetails> read_file(std::span<const std::uint64_t> details,
                                     const FileTraits& traits);

/// Appends a file and completes its traits. False: it does not fit.
bool append_file(const PageFile& file, FileTraits& traits, std::vector<std::uint64_t>& details);

}  // namespace pincompile
