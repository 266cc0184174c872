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

std::string_view file_url(std::string_view url, std::string_view base,
                          std::deque<std::string>& store) {
  url = url.substr(0, url.find('#'));
  const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
  const bool plain = scheme > 0 && url.find('@') == std::string_view::npos &&
                     url.find("/.") == std::string_view::npos;
  if (plain) return url;
  UrlParts parts = UrlParts::parse(join_url(base, url));
  parts.user.clear();
  return store.emplace_back(parts.to_string());
}

}  // namespace pincompile
