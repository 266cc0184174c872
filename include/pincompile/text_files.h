// Files that exist as texts in memory, alone or in front of another disk: requirements that come
// from a database, an editor's buffer, a line of a batch.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/export.h"
#include "pincompile/file_system.h"

namespace pincompile {

/// Paths are compared as they are spelled. Writing and removing change the texts alone.
///
/// lifetime  `below` outlives this; null: there is nothing but the texts.
class PINCOMPILE_API TextFiles : public FileSystem {
 public:
  /// Without texts; put() adds them.
  explicit TextFiles(FileSystem* below = nullptr);
  ~TextFiles() override;

  /// From now on `path` is a file with this content.
  void put(std::string path, std::string content);

  /// A text, else what stands below.
  Result<std::string> read(std::string_view path) override;
  Result<void> write_atomically(std::string_view path, std::string_view content) override;
  /// kFile for a text, else as below.
  Kind exists(std::string_view path) override;
  Result<std::vector<std::string>> list(std::string_view path) override;
  /// Takes a text away; what stands below stays.
  Result<void> remove(std::string_view path) override;
  /// Its size; time 0.
  Result<Details> details(std::string_view path) override;

 private:
  std::map<std::string, std::string> texts_;
  FileSystem* below_;
};

}  // namespace pincompile
