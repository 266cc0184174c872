// Choosing what goes when the store needs room.
// SPDX-License-Identifier: MIT
#include "cache/eviction.h"

#include <algorithm>
#include <cstring>

#include <tsl/ordered_map.h>

#include "cache/store_values.h"

namespace pincompile {
namespace {

// All entries of one project.
struct Group {
  std::uint64_t number = 0;
  std::chrono::sys_days last_used = {};
  std::uint64_t bytes = 0;
  std::vector<StoreKey> keys = {};
};

// An entry fills whole pages of its own from about half a page on.
std::uint64_t room_of(std::size_t value_size) {
  if (value_size < 2000) return value_size + sizeof(StoreKey) + 10;
  return (value_size + 16 + TreePages::kPageSize - 1) / TreePages::kPageSize * TreePages::kPageSize;
}

}  // namespace

StoreContents survey(TreePages& pages, const EvictionRules& rules) {
  StoreContents contents;
  std::vector<Group> groups;
  tsl::ordered_map<std::uint64_t, std::size_t> places;
  pages.visit([&](std::span<const std::byte> key_bytes, std::span<const std::byte> value) {
    StoreKey key;
    if (key_bytes.size() != sizeof(key)) return true;
    std::memcpy(&key, key_bytes.data(), sizeof(key));
    const std::uint64_t room = room_of(value.size());
    ++contents.entries;
    contents.bytes += room;
    if (key.group <= kLastTextGroup) {
      const auto text = read_text(value);
      if (!text || text->last_used < rules.oldest) contents.evicted.push_back(key);
      return true;
    }
    const auto [place, added] = places.try_emplace(owning_group(key), groups.size());
    if (added) groups.push_back({owning_group(key)});
    Group& group = groups[place->second];
    group.keys.push_back(key);
    group.bytes += room;
    if (key.item == kFreshnessItem && !is_tail(key)) {
      if (const auto freshness = read_freshness(value)) group.last_used = freshness->last_used;
    }
    return true;
  });
  contents.projects = groups.size();
  std::ranges::stable_sort(groups, {}, &Group::last_used);
  std::uint64_t freed = 0;
  for (const Group& group : groups) {
    if (group.last_used >= rules.oldest && freed >= rules.bytes_to_free) break;
    if (std::ranges::binary_search(rules.keep_groups, group.number)) continue;
    contents.evicted.insert(contents.evicted.end(), group.keys.begin(), group.keys.end());
    freed += group.bytes;
  }
  return contents;
}

}  // namespace pincompile
