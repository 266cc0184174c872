// One file's details in a page record.
// SPDX-License-Identifier: MIT
#include "cache/page_file.h"

#include <algorithm>
#include <cstring>

#include "cache/record_builder.h"

namespace pincompile {

static_assert(sizeof(StoredFile) == 88);
static_assert(sizeof(FileTraits) == 16);

namespace {

constexpr std::uint64_t kMostDetails = std::uint64_t{1} << 24;

// `bytes` begin with the check.
std::uint32_t check_of(std::string_view bytes) {
  const std::uint64_t sum = record_checksum(bytes.substr(sizeof(StoredFile::check)));
  return static_cast<std::uint32_t>(sum ^ (sum >> 32));
}

}  // namespace

std::optional<FileDetails> read_file(std::span<const std::uint64_t> details,
                                     const FileTraits& traits) {
  const std::size_t begin = traits.details[0] | std::size_t{traits.details[1]} << 8 |
                            std::size_t{traits.details[2]} << 16;
  if (begin > details.size() || (details.size() - begin) * 8 < sizeof(StoredFile))
    return std::nullopt;
  const std::string_view rest(reinterpret_cast<const char*>(details.data() + begin),
                              (details.size() - begin) * 8);
  const auto& stored = *reinterpret_cast<const StoredFile*>(rest.data());
  const std::string_view texts = rest.substr(sizeof(StoredFile));
  const std::uint64_t name_end = std::uint64_t{stored.name_begin} + stored.name_size;
  const std::uint64_t text_size = std::max<std::uint64_t>(stored.url_size, name_end);
  if (text_size > texts.size() ||
      check_of(rest.substr(0, sizeof(StoredFile) + text_size)) != stored.check) {
    return std::nullopt;
  }
  FileDetails file;
  file.url = texts.substr(0, stored.url_size);
  file.filename = texts.substr(stored.name_begin, stored.name_size);
  file.size = stored.size;
  if ((traits.flags & FileTraits::kHasSha256) != 0) file.sha256 = stored.sha256;
  if ((traits.flags & FileTraits::kHasMetadataSha256) != 0)
    file.metadata_sha256 = stored.metadata_sha256;
  return file;
}

bool append_file(const PageFile& file, FileTraits& traits, std::vector<std::uint64_t>& details) {
  const std::size_t begin = details.size();
  if (begin >= kMostDetails) return false;
  StoredFile stored = {};
  stored.size = file.size;
  stored.url_size = static_cast<std::uint32_t>(file.url.size());
  stored.name_size = static_cast<std::uint32_t>(file.filename.size());
  const bool in_url = file.url.ends_with(file.filename);
  stored.name_begin = in_url ? stored.url_size - stored.name_size : stored.url_size;
  if (const auto digest = sha256_from_hex(file.sha256)) {
    std::ranges::copy(*digest, stored.sha256);
    traits.flags |= FileTraits::kHasSha256;
  }
  if (const auto digest = sha256_from_hex(file.metadata_sha256)) {
    std::ranges::copy(*digest, stored.metadata_sha256);
    traits.flags |= FileTraits::kHasMetadataSha256;
  }
  const std::size_t size = sizeof(stored) + file.url.size() + (in_url ? 0 : file.filename.size());
  details.resize(begin + (size + 7) / 8);
  char* const bytes = reinterpret_cast<char*>(details.data() + begin);
  char* const texts = bytes + sizeof(stored);
  std::memcpy(bytes, &stored, sizeof(stored));
  std::ranges::copy(file.url, texts);
  if (!in_url) std::ranges::copy(file.filename, texts + file.url.size());
  stored.check = check_of({bytes, size});
  std::memcpy(bytes, &stored.check, sizeof(stored.check));
  traits.details[0] = static_cast<std::uint8_t>(begin);
  traits.details[1] = static_cast<std::uint8_t>(begin >> 8);
  traits.details[2] = static_cast<std::uint8_t>(begin >> 16);
  return true;
}

}  // namespace pincompile
