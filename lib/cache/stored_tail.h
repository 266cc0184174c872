// The tail of a page that is in the store, or on its way there: read piece by piece into memory of
// its own, and only where it is asked for. A mapping would bring sixteen pages of the file in for
// each piece.
// SPDX-License-Identifier: MIT
#pragma once

#include <tsl/ordered_map.h>

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "cache/record_parts.h"
#include "cache/store_file.h"

namespace pincompile {

/// threads  one.
class StoredTail : public RecordTail {
 public:
  StoredTail(std::shared_ptr<StoreFile> file, const StoreKey& page)
      : file_(std::move(file)), page_(page) {}
  /// Of a page that is not written yet; `owner` keeps `tail` alive.
  StoredTail(std::span<const std::byte> tail, std::shared_ptr<const void> owner)
      : unwritten_(tail), owner_(std::move(owner)) {}

  /// It has been written, part after part: gives up the memory it stood in. What was read before
  /// stays.
  void rest_at(std::shared_ptr<StoreFile> file, std::span<const StoreFile::Place> parts);
  /// 0: it is in the store.
  std::uint64_t unwritten_bytes() const { return unwritten_.size(); }

  std::span<const std::byte> read(std::uint64_t begin, std::uint64_t size) const override;
  std::span<const std::byte> read_into(std::vector<std::uint64_t>& memory, std::uint64_t begin,
                                       std::uint64_t size) const override;

 private:
  StoreFile::Place place(std::uint64_t part) const;
  bool copy(std::uint64_t begin, std::span<std::byte> into) const;

  std::shared_ptr<StoreFile> file_;
  StoreKey page_ = {};
  mutable std::map<std::uint64_t, StoreFile::Place> parts_;  ///< looked up so far
  std::span<const std::byte> unwritten_;
  std::shared_ptr<const void> owner_;
  /// Read to be kept, by where they begin; vectors do not move what they hold.
  mutable tsl::ordered_map<std::uint64_t, std::vector<std::uint64_t>> pieces_;
};

}  // namespace pincompile
