// SPDX-License-Identifier: MIT
#include "index/page_body.h"

#include <fmt/format.h>

#include <algorithm>

#include "index/simple_html.h"
#include "index/url_parts.h"
#include "index/web_client.h"
#include "pincompile/name.h"

namespace pincompile {
namespace {

bool is_distribution(std::string_view filename) {
  return filename.ends_with(".whl") || filename.ends_with(".tar.gz") || filename.ends_with(".zip");
}

// A login form is HTML too, and it must not pass for a project without files.
Result<void> check_html_page(const HtmlPage& page, const PageContent& content,
                             const PageOrigin& origin) {
  bool any = false, ours = false;
  for (const PageFile& file : content.files) {
    if (!is_distribution(file.filename)) continue;
    any = true;
    ours |= normalize_name(file.filename).starts_with(origin.project);
  }
  if (ours || (!any && !page.api_version.empty())) return {};
  return Error{ErrorKind::kCorrupt,
               fmt::format("{} is no page of {}: {}", url_for_display(origin.url), origin.project,
                           any ? "its files are another project's" : "it lists no files"),
               {},
               {},
               {"an index's URL mostly ends in /simple/; a page that asks for a login looks like "
                "this, too"}};
}

bool looks_like_json(const HttpResponse& response) {
  const std::string_view type = header_of(response, "content-type");
  if (type.find("json") != std::string_view::npos) return true;
  if (type.find("html") != std::string_view::npos) return false;
  const std::size_t first = response.body.find_first_not_of(" \t\r\n");
  return first != std::string::npos && response.body[first] == '{';
}

}  // namespace

std::shared_ptr<BodyReader> page_reader(const HttpResponse& part, const std::string& project) {
  if (part.status != 200 || !looks_like_json(part)) return nullptr;
  return std::make_shared<JsonPage>(PageOrigin{project, part.final_url});
}

Result<RecordBytes> read_page_body(const HttpResponse& response, const std::string& project,
                                   NetParts& parts) {
  const PageOrigin origin{project, response.final_url};
  // Readers of pages are made above, and nowhere else.
  if (response.reader) return static_cast<JsonPage&>(*response.reader).finish(response.body);
  if (looks_like_json(response)) return JsonPage(origin).finish(response.body);
  const Result<HtmlPage> page = parts.read_html(response.body);
  if (!page) return page.error();
  const Result<PageContent> content = page_from_html(*page, origin);
  if (!content) return content.error();
  if (const auto checked = check_html_page(*page, *content, origin); !checked)
    return checked.error();
  return build_page(*content);
}

}  // namespace pincompile
