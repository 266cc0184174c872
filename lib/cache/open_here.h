// OpenHere: the mark of a file that this process has open. LMDB must not open a file twice in one
// process: whoever closes one of the two drops the locks of both.
// SPDX-License-Identifier: MIT
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <optional>
#include <tuple>

namespace pincompile {

/// threads  any.
class OpenHere {
 public:
  /// nullopt: it is open here already. A file is known by device and inode; what a parent process
  /// has open does not count.
  static std::optional<OpenHere> take(const struct stat& file);
  static bool holds(const struct stat& file);

  ~OpenHere();
  OpenHere(OpenHere&& other) noexcept;
  OpenHere& operator=(OpenHere&& other) noexcept;
  OpenHere(const OpenHere&) = delete;
  OpenHere& operator=(const OpenHere&) = delete;

 private:
  using Key = std::tuple<pid_t, dev_t, ino_t>;
  explicit OpenHere(const Key& key) : key_(key) {}
  static Key key_of(const struct stat& file);

  std::optional<Key> key_;  // nullopt: moved from
};

}  // namespace pincompile
