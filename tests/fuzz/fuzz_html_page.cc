// Bytes as an HTML page: read or refused, and a record made of what was read is one that can be
// read.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "cache/page_record.h"
#include "index/net_parts.h"
#include "index/simple_html.h"

using namespace pincompile;  // NOLINT: a program of one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::unique_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  const Result<HtmlPage> html = parts->read_html({reinterpret_cast<const char*>(bytes), size});
  if (!html) return 0;
  const Result<PageContent> content =
      page_from_html(*html, {"shop", "https://index.example/simple/shop/"});
  if (!content) return 0;
  const RecordBytes record = build_page(*content);
  const PageView page = PageView::open(record, "shop");
  if (!page.valid() || page.file_count() > content->files.size()) std::abort();
  return 0;
}
