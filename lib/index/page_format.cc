// SPDX-License-Identifier: MIT
#include "index/page_format.h"

#include <fmt/format.h>

#include "index/url_parts.h"

namespace pincompile {

Result<void> check_api_version(std::string_view version, const PageOrigin& origin) {
  std::size_t end = 0;
  while (end < version.size() && version[end] >= '0' && version[end] <= '9') ++end;
  const std::string_view major = version.substr(0, end);
  if (end == 0 || major == "0" || major == "1") return {};
  return Error{ErrorKind::kUnsupported,
               fmt::format("{} speaks version {} of the index API; this program knows 1",
                           url_for_display(origin.url), version),
               {},
               {},
               {"a newer pin-compile may know it"}};
}

ProjectStatus project_status(std::string_view text) {
  if (text == "archived") return ProjectStatus::kArchived;
  if (text == "deprecated") return ProjectStatus::kDeprecated;
  if (text == "quarantined") return ProjectStatus::kQuarantined;
  return ProjectStatus::kActive;
}

std::string_view FileUrls::absolute(std::string_view url) {
  url = url.substr(0, url.find('#'));
  const bool has_user = url.find('@') != std::string_view::npos;
  const bool is_absolute = url.starts_with("https://") || url.starts_with("http://");
  if (is_absolute && !has_user && url.find("/.") == std::string_view::npos) return url;
  const std::size_t slash = url.rfind('/');
  const std::string_view name = slash == std::string_view::npos ? url : url.substr(slash + 1);
  const bool is_plain = !has_user && slash != std::string_view::npos && !name.empty() &&
                        name.front() != '.' && url.find_first_of("?:") == std::string_view::npos;
  if (!is_plain) {
    UrlParts parts = UrlParts::parse(join_url(base_, url));
    parts.user.clear();
    return texts_.keep(parts.to_string());
  }
  const std::string_view folder = url.substr(0, slash + 1);
  if (folder != folder_) {
    folder_ = folder;
    joined_folder_ = join_url(base_, folder);
  }
  return texts_.keep(joined_folder_, name);
}

}  // namespace pincompile
