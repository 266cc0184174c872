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

/// Files as a block has them, but for their checks, in the order in which they came. What they were
/// made from need not live on.
class StoredFiles {
 public:
  struct Place {
    std::uint32_t piece;
    std::uint32_t begin;  ///< words
    std::uint32_t size;   ///< words
  };

  /// Completes the traits.
  Place add(const PageFile& file, FileTraits& traits);
  std::span<const std::uint64_t> words(const Place& place) const;
  std::uint32_t uploaded(const Place& place) const;
  std::size_t word_count() const { return word_count_; }
  /// `place` will not be looked at again. A piece leaves memory with its last file.
  void release(const Place& place);

 private:
  struct Piece {
    std::vector<std::uint64_t> words;
    std::uint32_t files = 0;
  };
  std::vector<Piece> pieces_;
  std::size_t word_count_ = 0;
};

/// Appends the block of a version's files.
void append_block(std::span<const StoredFiles::Place> places, StoredFiles& files,
                  std::vector<std::uint64_t>& tail);

}  // namespace pincompile
