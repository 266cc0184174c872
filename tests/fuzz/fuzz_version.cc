// Versions: any bytes are accepted or refused; what is accepted prints, reads back and orders by
// its key.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "packaging/version_key.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text) {
  const auto version = pincompile::Version::parse(text);
  if (!version) return;
  const auto printed = version->to_string();
  const auto again = pincompile::Version::parse(printed);
  require(again.has_value() && *again == *version && again->to_string() == printed);
  const auto key = pincompile::version_key(*version);
  const auto from_key = pincompile::version_from_key(key);
  require(from_key.has_value() && *from_key == *version);
  require(pincompile::key_is_prerelease(key) == version->is_prerelease());
  require(pincompile::key_has_local(key) == version->has_local());
  require(version->base() <= *version || version->is_prerelease());
  require(!version->public_version().has_local());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(text);
  // As key bytes: any are refused or are the key of their version.
  if (const auto version = pincompile::version_from_key(text))
    require(pincompile::version_key(*version) == text);
  (void)pincompile::key_is_prerelease(text);
  // As two versions: order is that of keys.
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  const auto a = pincompile::Version::parse(text.substr(0, line));
  const auto b = pincompile::Version::parse(text.substr(line + 1));
  if (a && b) {
    require((*a <=> *b) ==
            (pincompile::version_key(*a).compare(pincompile::version_key(*b)) <=> 0));
    require((*a <=> *b) == pincompile::compare_keys(pincompile::key16(*a), pincompile::key_tail(*a),
                                                    pincompile::key16(*b),
                                                    pincompile::key_tail(*b)));
  }
  return 0;
}
