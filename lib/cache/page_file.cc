// Blocks of files in a page's tail: where each file stands, as numbers of words, then the files.
// SPDX-License-Identifier: MIT
#include "cache/page_file.h"

#include <algorithm>
#include <cstring>

#include "cache/record_builder.h"

namespace pincompile {

static_assert(sizeof(StoredFile) == 96);
static_assert(sizeof(FileTraits) == 10);

namespace {

// `bytes` begin with the check. The index keeps one file from standing in for another.
std::uint32_t check_of(std::string_view bytes, std::uint32_t index) {
  const std::uint64_t sum = record_checksum(bytes.substr(sizeof(StoredFile::check)));
  return static_cast<std::uint32_t>(sum ^ (sum >> 32)) + index;
}

// What one file takes without the padding.
std::size_t byte_count(const StoredFile& stored) {
  return sizeof(stored) + std::max(stored.url_size, stored.name_begin + stored.name_size);
}

// All but the check.
StoredFile stored_file(const PageFile& file, FileTraits& traits) {
  StoredFile stored = {};
  stored.size = file.size;
  stored.url_size = static_cast<std::uint32_t>(file.url.size());
  stored.name_size = static_cast<std::uint32_t>(file.filename.size());
  const bool in_url = file.url.ends_with(file.filename);
  stored.name_begin = in_url ? stored.url_size - stored.name_size : stored.url_size;
  stored.uploaded = upload_seconds(file);
  if (const auto digest = sha256_from_hex(file.sha256)) {
    std::ranges::copy(*digest, stored.sha256);
    traits.flags |= FileTraits::kHasSha256;
  }
  if (const auto digest = sha256_from_hex(file.metadata_sha256)) {
    std::ranges::copy(*digest, stored.metadata_sha256);
    traits.flags |= FileTraits::kHasMetadataSha256;
  }
  return stored;
}

}  // namespace

std::uint32_t upload_seconds(const PageFile& file) {
  if (!file.uploaded) return 0;
  const auto seconds = file.uploaded->time_since_epoch().count();
  return seconds > 0 && seconds <= 0xffffffff ? static_cast<std::uint32_t>(seconds) : 0;
}

std::optional<FileDetails> read_file(std::span<const std::byte> block, std::uint32_t index,
                                     const FileTraits& traits) {
  std::uint32_t place = 0;
  if (block.size() < (std::size_t{index} + 1) * sizeof(place)) return std::nullopt;
  std::memcpy(&place, block.data() + index * sizeof(place), sizeof(place));
  const std::size_t begin = std::size_t{place} * 8;
  if (begin > block.size() || block.size() - begin < sizeof(StoredFile)) return std::nullopt;
  const std::string_view rest(reinterpret_cast<const char*>(block.data()) + begin,
                              block.size() - begin);
  StoredFile stored;
  std::memcpy(&stored, rest.data(), sizeof(stored));
  const std::string_view texts = rest.substr(sizeof(StoredFile));
  const std::uint64_t name_end = std::uint64_t{stored.name_begin} + stored.name_size;
  const std::uint64_t text_size = std::max<std::uint64_t>(stored.url_size, name_end);
  if (text_size > texts.size() ||
      check_of(rest.substr(0, sizeof(StoredFile) + text_size), index) != stored.check) {
    return std::nullopt;
  }
  FileDetails file;
  file.url = texts.substr(0, stored.url_size);
  file.filename = texts.substr(stored.name_begin, stored.name_size);
  file.size = stored.size;
  file.uploaded = stored.uploaded;
  const auto digest_at = [&](std::size_t offset) {
    return reinterpret_cast<const std::uint8_t*>(rest.data()) + offset;
  };
  if ((traits.flags & FileTraits::kHasSha256) != 0)
    file.sha256 = digest_at(offsetof(StoredFile, sha256));
  if ((traits.flags & FileTraits::kHasMetadataSha256) != 0)
    file.metadata_sha256 = digest_at(offsetof(StoredFile, metadata_sha256));
  return file;
}

StoredFiles::Place StoredFiles::add(const PageFile& file, FileTraits& traits) {
  constexpr std::size_t kPieceWords = 16 << 10;
  const StoredFile stored = stored_file(file, traits);
  const std::size_t size = (byte_count(stored) + 7) / 8;
  if (pieces_.empty() || pieces_.back().words.capacity() - pieces_.back().words.size() < size)
    pieces_.emplace_back().words.reserve(std::max(kPieceWords, size));
  Piece& piece = pieces_.back();
  const std::size_t begin = piece.words.size();
  piece.words.resize(begin + size);
  ++piece.files;
  word_count_ += size;
  char* const bytes = reinterpret_cast<char*>(piece.words.data() + begin);
  char* const texts = bytes + sizeof(stored);
  std::memcpy(bytes, &stored, sizeof(stored));
  std::ranges::copy(file.url, texts);
  if (stored.name_begin == stored.url_size)
    std::ranges::copy(file.filename, texts + stored.url_size);
  return {static_cast<std::uint32_t>(pieces_.size() - 1), static_cast<std::uint32_t>(begin),
          static_cast<std::uint32_t>(size)};
}

std::span<const std::uint64_t> StoredFiles::words(const Place& place) const {
  return std::span(pieces_[place.piece].words).subspan(place.begin, place.size);
}

std::uint32_t StoredFiles::uploaded(const Place& place) const {
  StoredFile stored;
  std::memcpy(&stored, words(place).data(), sizeof(stored));
  return stored.uploaded;
}

void StoredFiles::release(const Place& place) {
  Piece& piece = pieces_[place.piece];
  // `= {}` would keep the memory: it assigns an empty list.
  if (--piece.files == 0) std::vector<std::uint64_t>().swap(piece.words);
}

void append_block(std::span<const StoredFiles::Place> places, StoredFiles& files,
                  std::vector<std::uint64_t>& tail) {
  const std::size_t begin = tail.size();
  std::vector<std::uint32_t> begins((places.size() + 1) / 2 * 2);
  tail.resize(begin + begins.size() / 2);
  for (std::uint32_t i = 0; i < places.size(); ++i) {
    const std::size_t at = tail.size();
    begins[i] = static_cast<std::uint32_t>(at - begin);
    const std::span<const std::uint64_t> words = files.words(places[i]);
    tail.insert(tail.end(), words.begin(), words.end());
    files.release(places[i]);
    char* const bytes = reinterpret_cast<char*>(tail.data() + at);
    StoredFile stored;
    std::memcpy(&stored, bytes, sizeof(stored));
    stored.check = check_of({bytes, byte_count(stored)}, i);
    std::memcpy(bytes, &stored.check, sizeof(stored.check));
  }
  if (!begins.empty()) std::memcpy(tail.data() + begin, begins.data(), begins.size() * 4);
}

}  // namespace pincompile
