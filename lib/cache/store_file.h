// StoreFile: one open LMDB file with its snapshot. Opening never creates trouble for others: the
// file is looked at before LMDB maps it, room for the lock table is taken before it is mapped, and
// a damaged file is only replaced by the one process that has it to itself.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cache/store_key.h"
#include "cache/tree_pages.h"
#include "pincompile/fact_source.h"

namespace pincompile {

/// An entry to write; no bytes = remove.
struct StoreChange {
  StoreKey key;
  RecordBytes bytes;
};

/// Whether a write waits until the disk has it. Without that, a power cut before the next write
/// that waits may leave a damaged file, which the next run finds and gives up.
enum class Flush { kNow, kLater };

/// threads  one.
class StoreFile {
 public:
  /// errors   kIo; kCorrupt: damaged, and in use by others.
  static Result<std::shared_ptr<StoreFile>> open(const std::string& directory,
                                                 std::uint64_t map_bytes);
  ~StoreFile();
  StoreFile(const StoreFile&) = delete;
  StoreFile& operator=(const StoreFile&) = delete;

  /// The snapshot of the time of opening.
  TreePages& pages() { return pages_; }
  /// The bytes are good for as long as this file is.
  std::optional<std::span<const std::byte>> find(const StoreKey& key);
  /// Where the value of `key` stands in the file, for read_at; nothing is read of it.
  struct Place {
    std::uint64_t begin = 0, size = 0;
  };
  std::optional<Place> place(const StoreKey& key);
  /// Reads into memory of the caller's instead of mapping: what lies around stays where it is.
  bool read_at(std::uint64_t begin, std::span<std::byte> into) const;

  bool read_only() const { return read_only_; }
  std::uint64_t file_bytes() const;

  /// All or nothing, on top of what others wrote meanwhile.
  /// errors   kIo; kCorrupt: the file is damaged where it would be changed.
  Result<void> write(const std::vector<StoreChange>& changes, Flush flush = Flush::kNow);
  /// Where the values of the last write() stand, for read_at. They stay there for as long as this
  /// object holds its older snapshot, whatever others write. nullopt: others have written twice
  /// since, or the file is damaged.
  std::vector<std::optional<Place>> written_places(const std::vector<StoreKey>& keys) const;
  /// Rewrites the file without its free pages; this object keeps reading the old one and writes no
  /// more. False: others use it, or there is no room.
  bool compact();
  /// Takes the file's names away, so that the next open starts anew; this object keeps reading what
  /// it has and writes no more. False: others use it.
  bool discard();

  /// Removes the files.
  /// errors   kIo: in use, or no access.
  static Result<void> remove_all(const std::string& directory);

 private:
  struct Environment;
  explicit StoreFile(std::unique_ptr<Environment> environment);
  Result<void> take_snapshot();

  std::unique_ptr<Environment> environment_;
  TreePages pages_;
  std::uint64_t last_write_ = 0;  ///< its transaction
  bool read_only_ = false;
};

}  // namespace pincompile
