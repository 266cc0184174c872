// The part of a file that a resolve reads of few files only: digests, size, name, URL, upload time.
// The files of a version stand in one block of the page's tail, so that reading them is one read of
// one place, and each has a checksum of its own: the record's covers the head only, or every run
// would read all of the tail.
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
  std::uint32_t check;  ///< of all behind it, texts included, and of its place in the block
  std::uint32_t url_size;
  std::uint32_t name_begin;  ///< from the URL's first byte
  std::uint32_t name_size;
  std::uint64_t size;
  std::uint32_t uploaded;
  std::uint32_t unused;
  std::uint8_t sha256[32];
  std::uint8_t metadata_sha256[32];
};

/// File `index` of a version's block; nullopt: damaged.
std::optional<FileDetails> read_file(std::span<const std::byte> block, std::uint32_t index,
                                     const FileTraits& traits);

/// At most what append_block needs for one file.
inline std::size_t words_of(const PageFile& file) {
  return (sizeof(StoredFile) + file.url.size() + file.filename.size()) / 8 + 2;
}

/// Appends the block of a version's files, as many as there are traits, and completes the traits.
void append_block(std::span<const PageFile* const> files, std::span<FileTraits> traits,
                  std::vector<std::uint64_t>& tail);

}  // namespace pincompile
