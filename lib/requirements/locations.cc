// Texts in, texts out.
// SPDX-License-Identifier: MIT
#include "requirements/locations.h"

#include <algorithm>
#include <array>
#include <vector>

namespace pincompile {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::string scheme_of(std::string_view text) {
  const std::size_t colon = text.find(':');
  return colon == std::string_view::npos ? std::string() : lowered(text.substr(0, colon));
}

constexpr std::array<std::string_view, 20> kVersionControlSchemes{
    "git+http", "git+https", "git+ssh",        "git+git",  "git+file",  "hg+file",  "hg+http",
    "hg+https", "hg+ssh",    "hg+static-http", "bzr+http", "bzr+https", "bzr+ssh",  "bzr+sftp",
    "bzr+ftp",  "bzr+lp",    "bzr+file",       "svn+ssh",  "svn+http",  "svn+https"};

constexpr std::array<std::string_view, 13> kArchiveSuffixes{
    ".zip",    ".whl", ".tar.bz2", ".tbz",    ".tar.gz",   ".tgz", ".tar",
    ".tar.xz", ".txz", ".tlz",     ".tar.lz", ".tar.lzma", ".tbz2"};

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return -1;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
    const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
    if (low >= 0) {
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::string_view without_query(std::string_view url) {
  return url.substr(0, url.find_first_of("?#"));
}

// Where the authority of `scheme://authority/path` ends; npos without an authority.
std::size_t authority_end(std::string_view url) {
  const std::size_t slashes = url.find("://");
  if (slashes == std::string_view::npos) return slashes;
  return std::min(url.find_first_of("/?#", slashes + 3), url.size());
}

std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  bool ends_open = false;
  for (std::size_t begin = 1; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view segment = path.substr(begin, end - begin);
    ends_open = segment == "." || segment == "..";
    if (segment == ".." && !kept.empty()) kept.pop_back();
    if (!ends_open) kept.push_back(segment);
    begin = end + 1;
  }
  std::string result;
  for (const std::string_view segment : kept) result.append("/").append(segment);
  if (ends_open || result.empty()) result += '/';
  return result;
}

}  // namespace

std::string_view version_control_of(std::string_view url) {
  const std::string scheme = scheme_of(url);
  const auto* const found = std::ranges::find(kVersionControlSchemes, std::string_view(scheme));
  if (found == kVersionControlSchemes.end()) return {};
  return found->substr(0, found->find('+'));
}

bool is_url(std::string_view text) {
  const std::string scheme = scheme_of(text);
  return scheme == "http" || scheme == "https" || scheme == "file" || scheme == "ftp" ||
         !version_control_of(text).empty();
}

bool is_file_location_url(std::string_view text) {
  const std::string scheme = scheme_of(text);
  return scheme == "http" || scheme == "https" || scheme == "file";
}

bool looks_like_path(std::string_view text) {
  return text.find('/') != std::string_view::npos || text.starts_with('.');
}

bool has_archive_suffix(std::string_view path) {
  const std::string name = lowered(path);
  return std::ranges::any_of(kArchiveSuffixes, [&name](std::string_view suffix) {
    return name.size() > suffix.size() && name.ends_with(suffix);
  });
}

std::string normalize_path(std::string_view path) {
  const bool is_absolute = path.starts_with('/');
  std::vector<std::string_view> kept;
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == ".." && !kept.empty() && kept.back() != "..") {
      kept.pop_back();
    } else if (part != ".." || !is_absolute) {
      kept.push_back(part);
    }
  }
  std::string result = is_absolute ? "/" : "";
  for (const std::string_view part : kept) {
    if (!result.empty() && result.back() != '/') result += '/';
    result += part;
  }
  return result.empty() ? "." : result;
}

std::string_view directory_of(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return {};
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view file_name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string join_path(std::string_view directory, std::string_view path) {
  if (directory.empty() || path.starts_with('/')) return normalize_path(path);
  return normalize_path(std::string(directory) + "/" + std::string(path));
}

std::string explicit_path(std::string_view path) {
  const bool is_explicit = path.starts_with('/') || path.starts_with('.');
  return is_explicit ? std::string(path) : "./" + std::string(path);
}

std::string join_location(std::string_view base, std::string_view reference) {
  if (is_url(reference)) return std::string(reference);
  base = without_query(base);
  const std::size_t authority = authority_end(base);
  if (authority == std::string_view::npos) return std::string(reference);
  if (reference.starts_with("//")) {
    return std::string(base.substr(0, base.find(':') + 1)) + std::string(reference);
  }
  const std::string_view path = without_query(reference);
  const std::string_view tail = reference.substr(path.size());
  std::string joined;
  if (path.empty()) {
    joined = base.substr(authority);
  } else if (path.starts_with('/')) {
    joined = without_dot_segments(path);
  } else {
    const std::size_t slash = base.rfind('/');
    const std::string_view folder = slash == std::string_view::npos || slash < authority
                                        ? "/"
                                        : base.substr(authority, slash + 1 - authority);
    joined = without_dot_segments(std::string(folder) + std::string(path));
  }
  return std::string(base.substr(0, authority)) + joined + std::string(tail);
}

std::optional<std::string> path_of_file_url(std::string_view url) {
  if (scheme_of(url) != "file") return std::nullopt;
  std::string_view path = without_query(url.substr(5));
  if (path.starts_with("//")) {
    path.remove_prefix(2);
    const std::size_t slash = std::min(path.find('/'), path.size());
    const std::string host = lowered(path.substr(0, slash));
    if (!host.empty() && host != "localhost") return std::nullopt;
    path.remove_prefix(slash);
  }
  if (path.empty()) return std::nullopt;
  return percent_decoded(path);
}

std::string file_name_of_url(std::string_view url) {
  std::string_view path = without_query(url);
  while (path.ends_with('/')) path.remove_suffix(1);
  return percent_decoded(file_name_of(path));
}

std::optional<std::string> egg_of_url(std::string_view url) {
  for (std::size_t at = url.find("egg="); at != std::string_view::npos;
       at = url.find("egg=", at + 1)) {
    if (at == 0 || (url[at - 1] != '#' && url[at - 1] != '&')) continue;
    const std::size_t end = std::min(url.find('&', at), url.size());
    return std::string(url.substr(at + 4, end - at - 4));
  }
  return std::nullopt;
}

}  // namespace pincompile
