// Texts of paths.
// SPDX-License-Identifier: MIT
#include "paths.h"

#include <algorithm>
#include <vector>

namespace pincompile::tool {
namespace {

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    const std::string_view part = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(part.size() + 1, path.size()));
    if (part.empty() || part == ".") continue;
    if (part == ".." && !parts.empty() && parts.back() != "..") {
      parts.pop_back();
    } else {
      parts.push_back(part);
    }
  }
  return parts;
}

std::string text_of(const std::vector<std::string_view>& parts, std::size_t from = 0) {
  std::string text;
  for (std::size_t i = from; i < parts.size(); ++i) {
    if (i != from) text += '/';
    text += parts[i];
  }
  return text;
}

}  // namespace

bool is_absolute(std::string_view path) { return path.starts_with('/'); }

bool is_url(std::string_view path) {
  return path.find("://") != std::string_view::npos || path.starts_with("file:");
}

std::string directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return "";
  return std::string(path.substr(0, slash == 0 ? 1 : slash));
}

std::string base_name(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return std::string(slash == std::string_view::npos ? path : path.substr(slash + 1));
}

std::string joined(std::string_view directory, std::string_view path) {
  if (directory.empty() || is_absolute(path) || is_url(path)) return std::string(path);
  std::string text(directory);
  if (!text.ends_with('/')) text += '/';
  return text.append(path);
}

std::string cleaned(std::string_view path) {
  std::string text = text_of(parts_of(path));
  if (is_absolute(path)) {
    while (text.starts_with("../")) text.erase(0, 3);
    return '/' + (text == ".." ? std::string() : text);
  }
  return text.empty() ? "." : text;
}

std::string relative_to(std::string_view path, std::string_view directory) {
  const std::vector<std::string_view> to = parts_of(path);
  const std::vector<std::string_view> from = parts_of(directory);
  std::size_t same = 0;
  while (same < to.size() && same < from.size() && to[same] == from[same]) ++same;
  std::string text;
  for (std::size_t i = same; i < from.size(); ++i) text += "../";
  text += text_of(to, same);
  if (text.ends_with('/') && same == to.size()) text.pop_back();
  return text.empty() ? "." : text;
}

}  // namespace pincompile::tool
