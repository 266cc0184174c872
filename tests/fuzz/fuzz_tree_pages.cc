// Files of the store with mutated bytes: looking keys up and walking stay inside the file and end.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "cache/eviction.h"
#include "cache/tree_pages.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using pincompile::TreePages;
  std::vector<std::uint64_t> words((size + 7) / 8);
  if (size > 0) std::memcpy(words.data(), data, size);
  const auto bytes = std::as_bytes(std::span(words));
  const auto meta = TreePages::newest_meta(bytes);
  if (!meta) return 0;
  TreePages pages(bytes, *meta);
  volatile std::size_t sum = 0;
  std::vector<std::vector<std::byte>> keys;
  pages.visit([&](std::span<const std::byte> key, std::span<const std::byte> value) {
    for (const std::byte byte : value) sum = sum + static_cast<std::size_t>(byte);
    keys.emplace_back(key.begin(), key.end());
    return keys.size() < 500;
  });
  for (const auto& key : keys) {
    const auto value = pages.find(key);
    sum = sum + (value ? value->size() : 0);
  }
  pages.check_free_pages();
  sum = sum + pincompile::survey(pages, {}).entries;
  return 0;
}
