// Fresh contents above the disk.
// SPDX-License-Identifier: MIT
#include "overlay_files.h"

#include "paths.h"

namespace pincompile::tool {

const std::string* OverlayFiles::fresh_text(std::string_view path) const {
  if (fresh_.empty()) return nullptr;
  const auto found = fresh_.find(cleaned(joined(directory_, path)));
  return found == fresh_.end() ? nullptr : &found->second;
}

void OverlayFiles::put(std::string_view path, std::string content) {
  fresh_[cleaned(joined(directory_, path))] = std::move(content);
}

Result<std::string> OverlayFiles::read(std::string_view path) {
  if (const std::string* text = fresh_text(path)) return *text;
  return below_.read(path);
}

Result<void> OverlayFiles::write_atomically(std::string_view path, std::string_view content) {
  return below_.write_atomically(path, content);
}

FileSystem::Kind OverlayFiles::exists(std::string_view path) {
  if (fresh_text(path) != nullptr) return Kind::kFile;
  if (!fresh_.empty()) {
    const std::string folder = cleaned(joined(directory_, path)) + '/';
    const auto inside = fresh_.lower_bound(folder);
    if (inside != fresh_.end() && inside->first.starts_with(folder)) return Kind::kDirectory;
  }
  return below_.exists(path);
}

Result<std::vector<std::string>> OverlayFiles::list(std::string_view path) {
  return below_.list(path);
}

Result<FileSystem::Details> OverlayFiles::details(std::string_view path) {
  return below_.details(path);
}

Result<void> OverlayFiles::remove(std::string_view path) { return below_.remove(path); }

}  // namespace pincompile::tool
