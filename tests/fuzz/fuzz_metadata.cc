// METADATA and PKG-INFO: any bytes give fields; the two readers agree on those both know.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "dist/core_metadata.h"
#include "dist/email_headers.h"
#include "dist/license_expression.h"
#include "dist/metadata_fields.h"
#include "support/utf8.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text) {
  using namespace pincompile;
  EmailHeaders headers(text);
  EmailHeader header;
  while (headers.next(header)) {
    require(!header.name.empty() && header.name.data() >= text.data());
    require(header.value.data() + header.value.size() <= text.data() + text.size());
  }
  require(text.ends_with(headers.body()));
  const CoreMetadata metadata = read_core_metadata(text);
  const MetadataFields fields = read_metadata_fields(text);
  for (const std::string& line : metadata.requires_dist)
    require(find_invalid_utf8(line) == line.size());
  const auto name = fields.known.find("name");
  if (name != fields.known.end() && name->second.front() != "UNKNOWN") {
    require(metadata.name == name->second.front());
  }
  (void)invalid_fields(fields);
  (void)parse_metadata(text);
  (void)parse_static_pkg_info(text);
  if (const auto license = normalize_license_expression(text)) {
    require(normalize_license_expression(*license) == license);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
