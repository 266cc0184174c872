// Texts in front of a disk.
// SPDX-License-Identifier: MIT
#include "pincompile/text_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pincompile {
namespace {

Error no_such(std::string_view path) {
  return {ErrorKind::kNotFound, fmt::format("{} does not exist", path)};
}

}  // namespace

TextFiles::TextFiles(FileSystem* below) : below_(below) {}

TextFiles::~TextFiles() = default;

void TextFiles::put(std::string path, std::string content) {
  texts_.insert_or_assign(std::move(path), std::move(content));
}

Result<std::string> TextFiles::read(std::string_view path) {
  const auto found = texts_.find(std::string(path));
  if (found != texts_.end()) return found->second;
  return below_ == nullptr ? no_such(path) : below_->read(path);
}

Result<void> TextFiles::write_atomically(std::string_view path, std::string_view content) {
  put(std::string(path), std::string(content));
  return {};
}

FileSystem::Kind TextFiles::exists(std::string_view path) {
  if (texts_.contains(std::string(path))) return Kind::kFile;
  return below_ == nullptr ? Kind::kNothing : below_->exists(path);
}

Result<std::vector<std::string>> TextFiles::list(std::string_view path) {
  const std::string prefix = path.empty() || path == "." ? "" : std::string(path) + "/";
  std::vector<std::string> names;
  if (below_ != nullptr && below_->exists(path) == Kind::kDirectory) {
    Result<std::vector<std::string>> others = below_->list(path);
    if (!others) return others.error();
    names = *std::move(others);
  }
  for (const auto& [name, text] : texts_)
    if (name.starts_with(prefix) && name.find('/', prefix.size()) == std::string::npos)
      names.push_back(name.substr(prefix.size()));
  if (names.empty() && !prefix.empty() && exists(path) == Kind::kNothing) return no_such(path);
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<void> TextFiles::remove(std::string_view path) {
  if (texts_.erase(std::string(path)) == 0) return no_such(path);
  return {};
}

Result<FileSystem::Details> TextFiles::details(std::string_view path) {
  const auto found = texts_.find(std::string(path));
  if (found != texts_.end()) return Details{found->second.size(), 0, {}};
  if (below_ == nullptr) return no_such(path);
  return below_->details(path);
}

}  // namespace pincompile
