// Bytes as a JSON page: read or refused, and a record made of what was read is one that can be
// read.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <string>

#include "cache/page_record.h"
#include "index/simple_json.h"

using namespace pincompile;  // NOLINT: a program of one function

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string body(reinterpret_cast<const char*>(bytes), size);
  body.append(kSpareBytes, ' ');
  const PageOrigin origin{"shop", "https://index.example/simple/shop/"};
  const Result<PageContent> content =
      read_json_page(std::string_view(body).substr(0, size), origin);
  if (!content) return 0;
  const RecordBytes record = build_page(*content);
  const PageView page = PageView::open(record, "shop");
  if (!page.valid() || page.file_count() > content->files.size()) std::abort();
  for (std::uint32_t file = 0; file < page.file_count(); ++file) {
    if (!page.details(file)) std::abort();
  }
  return 0;
}
