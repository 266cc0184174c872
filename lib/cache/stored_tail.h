// The tail of a page out of the store: read piece by piece into memory of its own, and only where
// it is asked for. A mapping would bring sixteen pages of the file in for each piece.
// SPDX-License-Identifier: MIT
#pragma once

#include <tsl/ordered_map.h>

#include <memory>
#include <optional>
#include <vector>

#include "cache/record_parts.h"
#include "cache/store_file.h"

namespace pincompile {

/// threads  one.
class StoredTail : public RecordTail {
 public:
  /// `key` is the tail's.
  StoredTail(std::shared_ptr<StoreFile> file, const StoreKey& key)
      : file_(std::move(file)), key_(key) {}

  std::span<const std::byte> read(std::uint64_t begin, std::uint64_t size) const override;

 private:
  std::shared_ptr<StoreFile> file_;
  StoreKey key_;
  mutable std::optional<StoreFile::Place> place_;
  /// Read so far, by where they begin; vectors do not move what they hold.
  mutable tsl::ordered_map<std::uint64_t, std::vector<std::uint64_t>> pieces_;
};

}  // namespace pincompile
