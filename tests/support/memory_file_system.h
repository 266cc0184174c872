// A disk in memory that remembers what was read and written, and fails where a test wants it to.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/file_system.h"

namespace pincompile::testing {

/// Folders exist where files are below them. `a/../b`, `./b` and `b` are one path.
class MemoryFileSystem : public FileSystem {
 public:
  MemoryFileSystem() = default;
  explicit MemoryFileSystem(std::map<std::string, std::string> files) {
    for (auto& [path, content] : files) add(path, content);
  }

  void add(std::string_view path, std::string content) { files_[clean(path)] = std::move(content); }
  /// Content of a file; empty if there is none.
  std::string content(std::string_view path) const {
    const auto found = files_.find(clean(path));
    return found == files_.end() ? std::string() : found->second;
  }
  /// A symbolic link, seen by details() and exists() alone.
  void add_link(std::string_view path, std::string target) {
    links_[clean(path)] = std::move(target);
  }
  /// Every later use of `path` fails with kIo.
  void break_path(std::string_view path) { broken_.insert(clean(path)); }

  Result<std::string> read(std::string_view path) override {
    const std::string name = clean(path);
    read_paths.push_back(name);
    if (broken_.contains(name)) return trouble("cannot read", name);
    const auto found = files_.find(name);
    if (found != files_.end()) return found->second;
    if (exists(path) == Kind::kDirectory) return trouble("is a directory:", name);
    return Error{ErrorKind::kNotFound, "cannot open " + name + " (no such file)"};
  }
  Result<void> write_atomically(std::string_view path, std::string_view content) override {
    const std::string name = clean(path);
    if (broken_.contains(name)) return trouble("cannot write", name);
    written_paths.push_back(name);
    files_[name] = std::string(content);
    return {};
  }
  Kind exists(std::string_view path) override {
    const std::string name = clean(path);
    if (files_.contains(name) || links_.contains(name)) return Kind::kFile;
    if (name.empty() || name == "/") return Kind::kDirectory;
    const auto below = files_.lower_bound(name + "/");
    return below != files_.end() && below->first.starts_with(name + "/") ? Kind::kDirectory
                                                                         : Kind::kNothing;
  }
  Result<std::vector<std::string>> list(std::string_view path) override {
    const std::string name = clean(path);
    listed_paths.push_back(name);
    if (broken_.contains(name)) return trouble("cannot list", name);
    if (exists(path) != Kind::kDirectory)
      return Error{ErrorKind::kNotFound, name + " is no folder"};
    const std::string prefix = name.empty() || name == "/" ? name : name + "/";
    std::set<std::string> names;
    for (const auto& [file, content] : files_) {
      if (!file.starts_with(prefix) || file == prefix) continue;
      const std::string rest = file.substr(prefix.size());
      if (name.empty() && rest.front() == '/') continue;
      names.insert(rest.substr(0, rest.find('/')));
    }
    return std::vector<std::string>(names.begin(), names.end());
  }
  Result<void> remove(std::string_view path) override {
    const std::string name = clean(path);
    if (broken_.contains(name)) return trouble("cannot remove", name);
    if (files_.erase(name) == 0)
      return Error{ErrorKind::kNotFound, "cannot remove " + name + " (no such file)"};
    return {};
  }

  Result<Details> details(std::string_view path) override {
    const std::string name = clean(path);
    if (broken_.contains(name)) return trouble("cannot look at", name);
    if (const auto link = links_.find(name); link != links_.end())
      return Details{0, 0, link->second};
    if (const auto file = files_.find(name); file != files_.end())
      return Details{file->second.size(), 0, {}};
    return Error{ErrorKind::kNotFound, "cannot look at " + name + " (no such file)"};
  }

  std::vector<std::string> read_paths;     ///< in order, also where it failed
  std::vector<std::string> written_paths;  ///< in order
  std::vector<std::string> listed_paths;   ///< in order, also where it failed

 private:
  static Error trouble(std::string_view what, const std::string& name) {
    return Error{ErrorKind::kIo, std::string(what) + " " + name};
  }
  static std::string clean(std::string_view path) {
    std::vector<std::string_view> parts;
    const bool absolute = path.starts_with('/');
    while (!path.empty()) {
      const std::size_t slash = path.find('/');
      const std::string_view part = path.substr(0, slash);
      path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
      if (part.empty() || part == ".") continue;
      if (part == ".." && !parts.empty() && parts.back() != "..") {
        parts.pop_back();
      } else if (part != ".." || !absolute) {
        parts.push_back(part);
      }
    }
    std::string name;
    for (const std::string_view part : parts) {
      if (!name.empty() || absolute) name += '/';
      name += part;
    }
    return name.empty() && absolute ? "/" : name;
  }

  std::map<std::string, std::string> files_;
  std::map<std::string, std::string> links_;
  std::set<std::string> broken_;
};

}  // namespace pincompile::testing
