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

void append_file(const PageFile& file, std::uint32_t index, FileTraits& traits,
                 std::vector<std::uint64_t>& tail) {
  const std::size_t begin = tail.size();
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
  const std::size_t size = sizeof(stored) + file.url.size() + (in_url ? 0 : file.filename.size());
  tail.resize(begin + (size + 7) / 8);
  char* const bytes = reinterpret_cast<char*>(tail.data() + begin);
  char* const texts = bytes + sizeof(stored);
  std::memcpy(bytes, &stored, sizeof(stored));
  std::ranges::copy(file.url, texts);
  if (!in_url) std::ranges::copy(file.filename, texts + file.url.size());
  stored.check = check_of({bytes, size}, index);
  std::memcpy(bytes, &stored.check, sizeof(stored.check));
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

void append_block(std::span<const PageFile* const> files, std::span<FileTraits> traits,
                  std::vector<std::uint64_t>& tail) {
  const std::size_t begin = tail.size();
  std::vector<std::uint32_t> places((files.size() + 1) / 2 * 2);
  tail.resize(begin + places.size() / 2);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    places[i] = static_cast<std::uint32_t>(tail.size() - begin);
    append_file(*files[i], i, traits[i], tail);
  }
  if (!places.empty()) std::memcpy(tail.data() + begin, places.data(), places.size() * 4);
}

}  // namespace pincompile
