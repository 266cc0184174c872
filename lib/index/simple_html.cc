// SPDX-License-Identifier: MIT
#include "index/simple_html.h"

#include <memory>

#include "index/page_format.h"
#include "index/url_parts.h"

namespace pincompile {
namespace {

constexpr std::string_view kSha256 = "sha256=";

// `sha256=HEX`, alone or as one of several `&`-joined parts of a fragment.
std::string_view sha256_of(std::string_view text) {
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find('&'));
    if (part.starts_with(kSha256)) return part.substr(kSha256.size());
    text.remove_prefix(std::min(text.size(), part.size() + 1));
  }
  return {};
}

void read_metadata_attribute(std::string_view value, PageFile& file, PageTexts& texts) {
  file.has_metadata = !value.empty() && value != "false";
  file.metadata_sha256 = texts.keep(sha256_of(value));
}

PageFile read_anchor(const HtmlAnchor& anchor, FileUrls& urls, PageTexts& texts) {
  PageFile file;
  file.filename = texts.keep(url_filename(anchor.href));
  file.url = urls.absolute(texts.keep(anchor.href));
  if (const std::size_t hash = anchor.href.find('#'); hash != std::string::npos) {
    file.sha256 = texts.keep(sha256_of(std::string_view(anchor.href).substr(hash + 1)));
  }
  bool core_metadata = false;
  for (const auto& [name, value] : anchor.attributes) {
    if (name == "data-requires-python") {
      file.requires_python = texts.keep(value);
    } else if (name == "data-yanked") {
      file.yanked = true;
      file.yanked_reason = texts.keep(value);
    } else if (name == "data-core-metadata") {
      core_metadata = true;
      read_metadata_attribute(value, file, texts);
    } else if (name == "data-dist-info-metadata" && !core_metadata) {
      read_metadata_attribute(value, file, texts);
    }
  }
  return file;
}

}  // namespace

Result<PageContent> page_from_html(const HtmlPage& page, const PageOrigin& origin) {
  if (const auto checked = check_api_version(page.api_version, origin); !checked)
    return checked.error();
  const auto texts = std::make_shared<PageTexts>();
  const std::string base =
      page.base_href.empty() ? origin.url : join_url(origin.url, page.base_href);
  PageContent content;
  content.project = origin.project;
  content.owner = texts;
  FileUrls urls(base, *texts);
  content.status = project_status(page.status);
  content.status_reason = texts->keep(page.status_reason);
  content.files.reserve(page.anchors.size());
  for (const HtmlAnchor& anchor : page.anchors) {
    if (!anchor.href.empty()) content.files.push_back(read_anchor(anchor, urls, *texts));
  }
  return content;
}

}  // namespace pincompile
