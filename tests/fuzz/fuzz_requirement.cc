// Requirements: canonical text reads back as itself; repairs never turn a good text into another.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "packaging/url.h"
#include "pincompile/name.h"
#include "pincompile/requirement.h"
#include "pincompile/tag.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_urls(std::string_view text) {
  const std::string url(text);
  const auto bare = pincompile::without_user_part(url);
  require(pincompile::has_user_part(url) == (bare != url));
  (void)pincompile::Url(url).to_string();
  (void)pincompile::redact_urls(url);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_urls(text);
  (void)pincompile::parse_tag_set(text);
  const auto name = pincompile::normalize_name(text);
  require(pincompile::normalize_name(name) == name);
  const auto strict = pincompile::Requirement::parse(text);
  std::string repaired;
  const auto lenient = pincompile::Requirement::parse_lenient(text, &repaired);
  require(!strict || (lenient && lenient->to_string() == strict->to_string() && repaired.empty()));
  if (!lenient) return 0;
  const auto printed = lenient->to_string();
  const auto again = pincompile::Requirement::parse(printed);
  require(again.has_value() && again->to_string() == printed);
  require(again->marker == lenient->marker && again->specifiers == lenient->specifiers);
  return 0;
}
