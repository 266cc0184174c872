// Keys of the store.
// SPDX-License-Identifier: MIT
#include "cache/store_key.h"

#include <algorithm>
#include <initializer_list>

#include "cache/record_builder.h"

namespace pincompile {
namespace {

std::uint64_t mix(std::initializer_list<std::string_view> texts, std::uint64_t above) {
  std::uint64_t sum = 0;
  for (const std::string_view text : texts) {
    sum = (sum ^ record_checksum(text)) * 0xbf58476d1ce4e5b9u;
    sum ^= sum >> 29;
  }
  return std::max(sum, above + 1);
}

}  // namespace

// In a key's first byte, by which the store sorts; no project_group has it.
constexpr std::uint64_t kTailBit = 0x80;
static_assert(kLastTextGroup < kTailBit);

std::uint64_t project_group(std::string_view index_url, std::string_view project) {
  return std::max(mix({index_url, project}, 0) & ~kTailBit, kLastTextGroup + 1);
}

StoreKey tail_key(const StoreKey& page, std::uint64_t part) {
  return {page.group | kTailBit, page.item + part};
}
bool is_tail(const StoreKey& key) { return (key.group & kTailBit) != 0; }
std::uint64_t owning_group(const StoreKey& key) { return key.group & ~kTailBit; }

StoreKey freshness_key(std::uint64_t group) { return {group, kFreshnessItem}; }
StoreKey page_key(std::uint64_t group) { return {group, kPageItem}; }

StoreKey dependencies_key(std::uint64_t group, std::string_view version, std::string_view file,
                          std::string_view variant) {
  return {group, mix({version, file, variant}, kLastFixedItem)};
}

StoreKey text_key(TextTableKind table, std::string_view key) {
  return {static_cast<std::uint64_t>(table), mix({key}, 0)};
}

}  // namespace pincompile
