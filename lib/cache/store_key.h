// Keys of the store: two 64-bit numbers, so that everything kept about one project of one index
// lies side by side. They are hashes, not names: what is found carries its names and is a miss if
// these are not the ones asked for, so a collision costs a request and nothing else.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace pincompile {

struct StoreKey {
  std::uint64_t group = 0;
  std::uint64_t item = 0;

  friend auto operator<=>(const StoreKey&, const StoreKey&) = default;
};

/// Everything about one project on one index (URL without user part).
std::uint64_t project_group(std::string_view index_url, std::string_view project);

StoreKey freshness_key(std::uint64_t group);
StoreKey page_key(std::uint64_t group);
/// The tail of a page stands far from all heads: what a run maps of the one brings nothing of the
/// other into memory. It is kept in parts, so that LMDB never needs as much memory as all of it.
StoreKey tail_key(const StoreKey& page, std::uint64_t part = 0);
/// Of every part but the last: with LMDB's own 16 bytes, 64 pages.
inline constexpr std::uint64_t kTailPartBytes = 64 * 4096 - 16;
bool is_tail(const StoreKey& key);
/// The group of the page that a tail belongs to; of other keys, their own.
std::uint64_t owning_group(const StoreKey& key);
/// variant  what besides the file decides what is read: `strict`, `build cp312`, usually empty.
StoreKey dependencies_key(std::uint64_t group, std::string_view version, std::string_view file,
                          std::string_view variant);

/// Tables that are not about a project of an index.
enum class TextTableKind : std::uint64_t { kNames = 1, kClosures = 2, kInterpreters = 3 };
StoreKey text_key(TextTableKind table, std::string_view key);

/// The groups of text_key; no project_group is one of them.
inline constexpr std::uint64_t kLastTextGroup = 15;
inline constexpr std::uint64_t kFreshnessItem = 1;
inline constexpr std::uint64_t kPageItem = 2;
inline constexpr std::uint64_t kLastFixedItem = 15;

}  // namespace pincompile
