// The disk, as far as pincompile touches it. The real one is RealFileSystem (lib/support), the fake
// MemoryFileSystem (tests/support).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// Reads and writes whole files. Paths are UTF-8; relative ones are relative to what the
/// implementation was made for (RealFileSystem: the working directory given to it).
///
/// errors   kNotFound for a path that does not exist, kIo for all other trouble, a folder to write
///          into that does not exist included.
/// threads  used by one thread at a time.
class FileSystem {
 public:
  virtual ~FileSystem() = default;

  /// The whole content.
  virtual Result<std::string> read(std::string_view path) = 0;
  /// Replaces the file in one step (temporary file beside it, flushed, renamed): readers see the
  /// old or the new content, never a part. Keeps the old file's mode and follows symbolic links.
  virtual Result<void> write_atomically(std::string_view path, std::string_view content) = 0;
  /// What `path` is, following symbolic links.
  enum class Kind { kNothing, kFile, kDirectory };
  /// Whether there is anything, and what.
  virtual Kind exists(std::string_view path) = 0;
  /// Names (not paths) of a directory's entries, sorted.
  virtual Result<std::vector<std::string>> list(std::string_view path) = 0;
  /// Deletes a file.
  virtual Result<void> remove(std::string_view path) = 0;
  /// What the directory says about `path` itself; a symbolic link is not followed.
  struct Details {
    std::uint64_t size_bytes = 0;  ///< 0 for what is no file
    std::int64_t modified = 0;     ///< seconds since 1970, UTC
    std::string link_target = {};  ///< of a symbolic link, as it stands there; else empty
  };
  /// See Details.
  virtual Result<Details> details(std::string_view path) = 0;
};

}  // namespace pincompile
