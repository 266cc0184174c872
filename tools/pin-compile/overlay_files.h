// A disk on which the run's own fresh outputs already stand, though nothing was written yet:
// layered files build on them (behaviour.md 1.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>

#include "pincompile/file_system.h"

namespace pincompile::tool {

/// Absolute, cleaned path -> new content. Folders that hold one exist; so does one whose path with a
/// final slash stands there.
using FreshTexts = std::map<std::string, std::string, std::less<>>;

class OverlayFiles : public FileSystem {
 public:
  /// directory  absolute; where relative paths start from.
  OverlayFiles(FileSystem& below, std::string directory, FreshTexts& fresh)
      : below_(below), directory_(std::move(directory)), fresh_(fresh) {}

  /// From now on `path` reads as `content`.
  void put(std::string_view path, std::string content);

  Result<std::string> read(std::string_view path) override;
  Result<void> write_atomically(std::string_view path, std::string_view content) override;
  Kind exists(std::string_view path) override;
  Result<std::vector<std::string>> list(std::string_view path) override;
  Result<void> remove(std::string_view path) override;
  Result<Details> details(std::string_view path) override;

 private:
  const std::string* fresh_text(std::string_view path) const;

  FileSystem& below_;
  std::string directory_;
  FreshTexts& fresh_;
};

}  // namespace pincompile::tool
