// SPDX-License-Identifier: MIT
#include "index/find_links.h"

#include <deque>

#include "index/url_parts.h"
#include "pincompile/name.h"
#include "support/digest.h"

namespace pincompile {
namespace {

// May be of the project: the exact rule, which knows where a name ends, is build_page's.
bool may_belong(std::string_view filename, std::string_view project) {
  const bool file =
      filename.ends_with(".whl") || filename.ends_with(".tar.gz") || filename.ends_with(".zip");
  return file && normalize_name(filename).starts_with(project);
}

}  // namespace

std::optional<std::string> local_path(std::string_view location) {
  const UrlParts url = UrlParts::parse(location);
  if (url.scheme == "file") return percent_decoded(url.path);
  if (url.scheme.empty()) return std::string(location);
  return std::nullopt;
}

std::string file_url_of(std::string_view absolute_path) {
  return "file://" + percent_encoded_path(absolute_path);
}

Result<PageContent> read_links_directory(FileSystem& files, const std::string& path,
                                         const std::vector<std::string>& names,
                                         const std::string& project) {
  const auto texts = std::make_shared<std::deque<std::string>>();
  PageContent content;
  content.project = project;
  content.owner = texts;
  for (const std::string& name : names) {
    if (!may_belong(name, project)) continue;
    const std::string place = (path.ends_with('/') ? path : path + "/") + name;
    const Result<std::string> bytes = files.read(place);
    if (!bytes) return bytes.error();
    PageFile file;
    file.filename = texts->emplace_back(name);
    file.url = texts->emplace_back(file_url_of(place));
    file.sha256 = texts->emplace_back(to_hex(sha256(*bytes)));
    file.size = bytes->size();
    content.files.push_back(file);
  }
  return content;
}

PageContent links_of_project(const PageContent& all, const std::string& project) {
  PageContent content;
  content.project = project;
  content.owner = all.owner;
  for (const PageFile& file : all.files) {
    if (may_belong(file.filename, project)) content.files.push_back(file);
  }
  return content;
}

PageContent with_digests(FileSystem& files, PageContent links) {
  struct Texts {
    std::shared_ptr<const void> page;
    std::deque<std::string> digests;
  };
  const auto texts = std::make_shared<Texts>();
  texts->page = links.owner;
  for (PageFile& file : links.files) {
    if (!file.sha256.empty() || !file.url.starts_with("file:")) continue;
    const Result<std::string> bytes = files.read(*local_path(file.url));
    if (!bytes) continue;
    file.sha256 = texts->digests.emplace_back(to_hex(sha256(*bytes)));
    file.size = bytes->size();
  }
  links.owner = texts;
  return links;
}

}  // namespace pincompile
