// Bytes as a JSON page, whole and in two parts: read or refused, and a record made of what was read
// is one that can be read.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstdlib>
#include <string>

#include "cache/page_record.h"
#include "index/simple_json.h"

using namespace pincompile;  // NOLINT: a program of one function

namespace {

void check(const RecordBytes& record) {
  const PageView page = PageView::open(record, "shop");
  if (!page.valid()) std::abort();
  for (std::uint32_t file = 0; file < page.file_count(); ++file) {
    if (!page.details(file)) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string body(reinterpret_cast<const char*>(bytes), size);
  const PageOrigin origin{"shop", "https://index.example/simple/shop/"};
  JsonPage parts(origin);
  std::string rest = body.substr(0, size / 2);
  parts.take(rest);
  rest += body.substr(size / 2);
  parts.take(rest);
  rest.reserve(rest.size() + kSpareBytes);
  if (const Result<RecordBytes> record = parts.finish(rest)) check(*record);

  body.append(kSpareBytes, ' ');
  const Result<PageContent> content =
      read_json_page(std::string_view(body).substr(0, size), origin);
  if (content) check(build_page(*content));
  return 0;
}
