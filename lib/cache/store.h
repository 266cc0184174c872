// Store: where compiled records are kept between runs, one LMDB file per cache folder. Reading is
// one transaction for the whole run; what is to be kept is collected and written at its end, pages
// also a few MiB at a time before that, so that their files do not stay in memory. Any number of
// processes may use a folder at once; bytes that do not check are a miss.
// Inside one process a folder is open once at a time (LMDB's rule); a second open is refused.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cache/store_key.h"
#include "pincompile/fact_source.h"

namespace pincompile {

struct StoreOptions {
  std::string directory;                             ///< made if it does not exist
  std::uint64_t max_bytes = std::uint64_t{2} << 30;  ///< what is used least recently goes first
  std::chrono::sys_days today = {};                  ///< for the day of last use
  /// Pages that wait for being written have no more than this to say of files. While they are
  /// written LMDB needs as much again. The disk is waited for only at the end.
  std::uint64_t most_waiting_bytes = std::uint64_t{1} << 19;
};

/// What is known about a stored page besides its record.
struct StoredFreshness {
  std::chrono::sys_seconds fetched = {};  ///< or found unchanged
  std::uint32_t max_age_seconds = 0;
  std::chrono::sys_days last_used = {};
  std::string etag = {};
  std::string last_modified = {};

  friend bool operator==(const StoredFreshness&, const StoredFreshness&) = default;
};

struct StoreCounts {
  std::uint64_t hits = 0;
  std::uint64_t misses = 0;
  std::uint64_t damaged = 0;  ///< entries, or parts of the file, that did not check
  std::uint64_t written = 0;
  std::uint64_t bytes = 0;  ///< of the hits; of pages without what their files are read from
};

struct StoreSize {
  std::uint64_t bytes = 0;  ///< in use; the file may be larger
  std::uint64_t file_bytes = 0;
  std::uint64_t entries = 0;
  std::uint64_t projects = 0;
};

/// threads   one.
/// lifetime  records handed out keep the transaction they are read from alive, beyond the store if
/// need be.
class Store {
 public:
  /// errors   kIo: no such folder and it cannot be made, no access, no room, not this system's
  /// file, open in this process already, which it is for as long as a record of it lives.
  ///          A damaged file is replaced where nobody else uses it, else reported as kCorrupt.
  static Result<std::unique_ptr<Store>> open(const StoreOptions& options);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  /// An undamaged record, or no bytes.
  RecordBytes record(const StoreKey& key);
  std::optional<StoredFreshness> freshness(std::uint64_t group);
  std::optional<std::string> text(TextTableKind table, std::string_view key);
  /// Every text of a table, in no particular order.
  std::vector<std::string> texts(TextTableKind table);

  /// A page's record and what is known about it. Returns the record as the run is to keep it: what
  /// it says of files is read back once it is written, which may be now, with all that was
  /// collected.
  RecordBytes put_page(std::uint64_t group, RecordBytes record, const StoredFreshness& freshness);

  // Collected until commit(); the last word on a key counts.
  void put_record(const StoreKey& key, RecordBytes record);
  void put_freshness(std::uint64_t group, const StoredFreshness& freshness);
  void put_text(TextTableKind table, std::string_view key, std::string_view text);
  void remove(const StoreKey& key);

  /// Writes what was collected, and makes room beyond max_bytes. Nothing collected: nothing is
  /// touched.
  /// errors   kIo (no room, read-only folder): some projects may have been written, each of them
  /// whole; the store stays readable.
  Result<void> commit();

  bool read_only() const;
  const StoreCounts& counts() const;

  // Upkeep (`cache size`, `prune`, `clear`).
  Result<StoreSize> size();
  /// Drops what was not used since `oldest`, and what is beyond max_bytes; gives the room back to
  /// the disk if nobody else uses the folder. Records handed out before stay readable.
  Result<StoreSize> prune(std::chrono::sys_days oldest);
  /// Removes the store's files.
  /// errors   kIo: in use, or no access.
  static Result<void> clear(const std::string& directory);

 private:
  struct State;
  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace pincompile
