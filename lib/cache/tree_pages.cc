// Checked reading of LMDB's pages.
// source  LMDB 0.9, data version 1, mdb.c.
// SPDX-License-Identifier: MIT
#include "cache/tree_pages.h"

#include <algorithm>
#include <cstring>

namespace pincompile {
namespace {

constexpr std::size_t kHeaderSize = 16;
constexpr std::size_t kNodeHeaderSize = 8;
constexpr std::uint64_t kNoPage = ~std::uint64_t{0};
constexpr std::uint16_t kBranchPage = 1, kLeafPage = 2, kOverflowPage = 4, kMetaPage = 8;
constexpr std::uint16_t kBigValue = 1;
constexpr std::uint32_t kMagic = 0xbeefc0de;
constexpr std::uint16_t kAllowedFlags = 0x4008;  // MDB_NOSUBDIR, MDB_INTEGERKEY
constexpr std::size_t kDeepest = 32;             // LMDB's own limit

template <class T>
T read(const std::byte* at) {
  T value;
  std::memcpy(&value, at, sizeof(value));
  return value;
}

std::uint16_t flags_of(const std::byte* page) { return read<std::uint16_t>(page + 10); }
std::size_t lower_of(const std::byte* page) { return read<std::uint16_t>(page + 12); }
std::size_t upper_of(const std::byte* page) { return read<std::uint16_t>(page + 14); }
std::size_t entry_count(const std::byte* page) { return (lower_of(page) - kHeaderSize) / 2; }
std::size_t offset_of(const std::byte* page, std::size_t i) {
  return read<std::uint16_t>(page + kHeaderSize + 2 * i);
}

// The 32 bits at the start of a node: size of a leaf's value, low part of a branch's page number.
std::uint64_t node_number(const std::byte* node) { return read<std::uint32_t>(node); }
std::uint16_t node_flags(const std::byte* node) { return read<std::uint16_t>(node + 4); }
std::size_t key_size(const std::byte* node) { return read<std::uint16_t>(node + 6); }
std::span<const std::byte> key_of(const std::byte* node) {
  return {node + kNodeHeaderSize, key_size(node)};
}
std::uint64_t child_of(const std::byte* node) {
  return node_number(node) | static_cast<std::uint64_t>(node_flags(node)) << 32;
}

std::uint64_t pages_for(std::uint64_t bytes) {
  return (kHeaderSize - 1 + bytes) / TreePages::kPageSize + 1;
}

}  // namespace

std::optional<TreePages::Meta> TreePages::read_meta(std::span<const std::byte> page) {
  if (page.size() < kPageSize || flags_of(page.data()) != kMetaPage) return std::nullopt;
  const std::byte* meta = page.data() + kHeaderSize;
  const std::byte* free_tree = meta + 24;
  const std::byte* main_tree = free_tree + 48;
  Meta result;
  result.free_root = read<std::uint64_t>(free_tree + 40);
  result.main_root = read<std::uint64_t>(main_tree + 40);
  result.last_page = read<std::uint64_t>(main_tree + 48);
  result.transaction = read<std::uint64_t>(main_tree + 56);
  const auto known_root = [&](std::uint64_t root) {
    return root == kNoPage || (root >= 2 && root <= result.last_page);
  };
  const bool sound =
      read<std::uint32_t>(meta) == kMagic && read<std::uint32_t>(meta + 4) == 1 &&
      read<std::uint32_t>(free_tree) == kPageSize &&
      (read<std::uint16_t>(free_tree + 4) & ~kAllowedFlags) == 0 &&
      read<std::uint16_t>(main_tree + 4) == 0 && read<std::uint16_t>(free_tree + 6) <= kDeepest &&
      read<std::uint16_t>(main_tree + 6) <= kDeepest && known_root(result.free_root) &&
      known_root(result.main_root) && result.last_page < (std::uint64_t{1} << 40);
  if (!sound) return std::nullopt;
  return result;
}

std::optional<TreePages::Meta> TreePages::newest_meta(std::span<const std::byte> first_pages) {
  if (first_pages.size() < 2 * kPageSize) return std::nullopt;
  const auto first = read_meta(first_pages.first(kPageSize));
  const auto second = read_meta(first_pages.subspan(kPageSize));
  if (!first || !second) return std::nullopt;
  return first->transaction > second->transaction ? first : second;
}

TreePages::TreePages(std::span<const std::byte> file, const Meta& meta)
    : file_(file),
      main_root_(meta.main_root),
      free_root_(meta.free_root),
      page_count_(std::min<std::uint64_t>(meta.last_page + 1, file.size() / kPageSize)),
      known_pages_(meta.last_page + 1) {
  checked_.resize(page_count_ / 64 + 1);
}

// A tree page by number, checked; null if it is damaged.
const std::byte* TreePages::page(std::uint64_t number) {
  if (number < 2 || number >= page_count_) {
    damaged_ = true;
    return nullptr;
  }
  const std::byte* start = file_.data() + number * kPageSize;
  std::uint64_t& word = checked_[number / 64];
  const std::uint64_t bit = std::uint64_t{1} << (number % 64);
  if ((word & bit) == 0) {
    if (!check(start, number)) {
      damaged_ = true;
      return nullptr;
    }
    word |= bit;
  }
  return start;
}

bool TreePages::check(const std::byte* page, std::uint64_t number) const {
  const std::uint16_t flags = flags_of(page);
  if (read<std::uint64_t>(page) != number || (flags != kBranchPage && flags != kLeafPage))
    return false;
  const std::size_t lower = lower_of(page);
  const std::size_t upper = upper_of(page);
  if (lower < kHeaderSize || lower % 2 != 0 || lower > upper || upper > kPageSize) return false;
  const std::size_t count = entry_count(page);
  if (count < (flags == kBranchPage ? 2u : 1u)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t offset = offset_of(page, i);
    if (offset < upper || offset % 2 != 0 || !check_node(page, offset, flags == kLeafPage))
      return false;
  }
  return true;
}

bool TreePages::check_node(const std::byte* page, std::size_t offset, bool leaf) const {
  if (offset + kNodeHeaderSize > kPageSize) return false;
  const std::byte* node = page + offset;
  const std::size_t room = kPageSize - offset - kNodeHeaderSize;
  if (key_size(node) > room) return false;
  if (!leaf) return child_of(node) >= 2 && child_of(node) < page_count_;
  const std::uint64_t size = node_number(node);
  if (node_flags(node) == 0) return size <= room - key_size(node);
  if (node_flags(node) != kBigValue || room - key_size(node) < 8) return false;
  const auto first = read<std::uint64_t>(node + kNodeHeaderSize + key_size(node));
  return first >= 2 && first < page_count_ && pages_for(size) <= page_count_ - first;
}

// Of a leaf's node on a checked page.
std::span<const std::byte> TreePages::value(const std::byte* node) const {
  const std::byte* value = node + kNodeHeaderSize + key_size(node);
  if (node_flags(node) == kBigValue)
    value = file_.data() + read<std::uint64_t>(value) * kPageSize + kHeaderSize;
  return {value, static_cast<std::size_t>(node_number(node))};
}

// Whether the pages that a value fills are its own. Looked at when the value is: a leaf lists a
// hundred such values, and each look would bring a page into memory.
bool TreePages::check_value(const std::byte* node) const {
  if (node_flags(node) != kBigValue) return true;
  const auto first = read<std::uint64_t>(node + kNodeHeaderSize + key_size(node));
  const std::byte* overflow = file_.data() + first * kPageSize;
  return read<std::uint64_t>(overflow) == first && flags_of(overflow) == kOverflowPage &&
         read<std::uint32_t>(overflow + 12) == pages_for(node_number(node));
}

namespace {

int compare(std::span<const std::byte> a, std::span<const std::byte> b) {
  const std::size_t common = std::min(a.size(), b.size());
  const int order = common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);
  if (order != 0) return order;
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

}  // namespace

// The leaf's node of a key, unless there is none or the way to it is damaged.
const std::byte* TreePages::find_node(std::span<const std::byte> key) {
  if (main_root_ == kNoPage) return nullptr;
  std::uint64_t number = main_root_;
  for (std::size_t depth = 0; depth < kDeepest; ++depth) {
    const std::byte* here = page(number);
    if (here == nullptr) return nullptr;
    const bool leaf = flags_of(here) == kLeafPage;
    // The last entry not above the key; a branch's first key counts as below everything.
    std::size_t low = leaf ? 0 : 1;
    std::size_t high = entry_count(here);
    while (low < high) {
      const std::size_t middle = (low + high) / 2;
      if (compare(key_of(here + offset_of(here, middle)), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) return nullptr;
    const std::byte* found = here + offset_of(here, low - 1);
    if (leaf) return compare(key_of(found), key) == 0 ? found : nullptr;
    number = child_of(found);
  }
  damaged_ = true;
  return nullptr;
}

std::optional<std::span<const std::byte>> TreePages::find(std::span<const std::byte> key) {
  const std::byte* node = find_node(key);
  if (node == nullptr) return std::nullopt;
  if (!check_value(node)) {
    damaged_ = true;
    return std::nullopt;
  }
  return value(node);
}

std::optional<std::span<const std::byte>> TreePages::find_unread(std::span<const std::byte> key) {
  const std::byte* node = find_node(key);
  return node == nullptr ? std::nullopt : std::optional(value(node));
}

bool TreePages::visit(const Visitor& visit) { return walk(main_root_, visit); }

bool TreePages::walk(std::uint64_t root, const Visitor& visit) {
  if (root == kNoPage) return true;
  struct Place {
    const std::byte* page;
    std::size_t index;
  };
  std::vector<Place> path;
  std::uint64_t budget = page_count_;  // more pages than there are: a loop
  const auto enter = [&](std::uint64_t number) {
    const std::byte* start = path.size() < kDeepest && budget > 0 ? page(number) : nullptr;
    if (start == nullptr) {
      damaged_ = true;
      return false;
    }
    --budget;
    path.push_back({start, 0});
    return true;
  };
  if (!enter(root)) return false;
  while (!path.empty()) {
    Place& here = path.back();
    if (here.index == entry_count(here.page)) {
      path.pop_back();
      continue;
    }
    const std::byte* next = here.page + offset_of(here.page, here.index++);
    if (flags_of(here.page) == kBranchPage) {
      if (!enter(child_of(next))) return false;
      continue;
    }
    if (!check_value(next)) {
      damaged_ = true;
      return false;
    }
    if (!visit(key_of(next), value(next))) return true;
  }
  return true;
}

// Each entry is a transaction and the pages it set free: their count, then the pages, descending.
bool TreePages::check_free_pages() {
  free_pages_ = 0;
  bool sound = true;
  const bool walked =
      walk(free_root_, [&](std::span<const std::byte> key, std::span<const std::byte> value) {
        const bool has_count = key.size() == 8 && value.size() >= 8;
        const std::uint64_t count = has_count ? read<std::uint64_t>(value.data()) : 0;
        sound = has_count && count <= value.size() / 8 - 1;
        std::uint64_t above = known_pages_;
        for (std::uint64_t i = 1; sound && i <= count; ++i) {
          const auto number = read<std::uint64_t>(value.data() + 8 * i);
          sound = number >= 2 && number < above;
          above = number;
        }
        free_pages_ += sound ? count : 0;
        return sound;
      });
  if (!sound) damaged_ = true;
  return walked && sound;
}

}  // namespace pincompile
