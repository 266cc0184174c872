// The machine's disk, seen from one working directory.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "pincompile/file_system.h"

namespace pincompile {

class RealFileSystem : public FileSystem {
 public:
  /// Relative paths are looked up below `working_directory`.
  explicit RealFileSystem(std::string working_directory);

  Result<std::string> read(std::string_view path) override;
  Result<void> write_atomically(std::string_view path, std::string_view content) override;
  Kind exists(std::string_view path) override;
  Result<std::vector<std::string>> list(std::string_view path) override;
  Result<void> remove(std::string_view path) override;
  Result<Details> details(std::string_view path) override;

 private:
  std::string absolute(std::string_view path) const;

  std::string working_directory_;
};

}  // namespace pincompile
