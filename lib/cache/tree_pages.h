// TreePages: reads the pages of an LMDB file for one snapshot and believes nothing it has not
// checked. LMDB itself trusts its file: a flipped bit in a page header or a node makes it abort or
// read wild addresses. So LMDB gives us transactions (the snapshot stays as it is while we read)
// and writes; looking keys up, and checking what a write is going to touch, happens here. Every
// page is checked once per snapshot, when it is first used. source  LMDB 0.9, data version 1,
// mdb.c: "Page structure"; 64-bit little-endian, keys in byte order.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace pincompile {

class TreePages {
 public:
  static constexpr std::size_t kPageSize = 4096;

  /// What one of the two meta pages says.
  struct Meta {
    std::uint64_t transaction = 0;
    std::uint64_t last_page = 0;
    std::uint64_t free_root = 0;
    std::uint64_t main_root = 0;
  };
  /// The meta page at the start of `page`; nullopt if it is none that we could have written.
  static std::optional<Meta> read_meta(std::span<const std::byte> page);
  /// The meta page of the newest transaction, of a file's first two pages; nullopt if one is
  /// damaged.
  static std::optional<Meta> newest_meta(std::span<const std::byte> first_pages);

  TreePages() = default;
  /// `file` holds all pages of the snapshot and outlives this.
  TreePages(std::span<const std::byte> file, const Meta& meta);

  /// The value of `key`; nullopt if there is none, or the way to it is damaged.
  std::optional<std::span<const std::byte>> find(std::span<const std::byte> key);
  /// The same, without touching the value, whose first page is not checked.
  std::optional<std::span<const std::byte>> find_unread(std::span<const std::byte> key);
  /// Calls `visit` with each key and value, in order; false stops. Returns false if a page is
  /// damaged.
  using Visitor =
      std::function<bool(std::span<const std::byte> key, std::span<const std::byte> value)>;
  bool visit(const Visitor& visit);
  /// Whether the list of free pages, which a write uses, is sound; counts them.
  bool check_free_pages();
  std::uint64_t free_pages() const { return free_pages_; }
  std::uint64_t page_count() const { return page_count_; }

  /// Something was damaged so far.
  bool damaged() const { return damaged_; }

 private:
  const std::byte* page(std::uint64_t number);
  bool check(const std::byte* page, std::uint64_t number) const;
  bool check_node(const std::byte* page, std::size_t offset, bool leaf) const;
  std::span<const std::byte> value(const std::byte* node) const;
  bool check_value(const std::byte* node) const;
  const std::byte* find_node(std::span<const std::byte> key);
  bool walk(std::uint64_t root, const Visitor& visit);

  std::span<const std::byte> file_;
  std::uint64_t main_root_ = 0;
  std::uint64_t free_root_ = 0;
  std::uint64_t page_count_ = 0;   // that the file holds
  std::uint64_t known_pages_ = 0;  // that were ever given out
  std::uint64_t free_pages_ = 0;
  std::vector<std::uint64_t> checked_;  // bit per page
  bool damaged_ = false;
};

}  // namespace pincompile
