// Wildcard matching on key bytes.
// SPDX-License-Identifier: MIT
#include "packaging/release_prefix.h"

#include "packaging/key_bytes.h"

namespace pincompile {

ReleasePrefix release_prefix(const Version& version, std::size_t drop) {
  const std::string_view key = VersionAccess::key(version);
  const std::size_t wanted = version.release_length() - drop;
  KeyReader reader(key);
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  std::size_t end = reader.position();
  std::size_t kept = 0;
  for (std::size_t count = 1; reader.at_number() && count <= wanted; ++count) {
    const bool zero = reader.peek() == key_token::kNumber;
    reader.skip_number();
    if (zero) continue;
    end = reader.position();
    kept = count;
  }
  return {key.substr(0, end), static_cast<std::uint32_t>(wanted - kept)};
}

bool ReleasePrefix::matches(std::string_view key) const {
  if (!key.starts_with(bytes)) return false;
  if (bytes.empty() && static_cast<unsigned char>(key.front()) == key_token::kEpoch) return false;
  KeyReader reader(key.substr(bytes.size()));
  for (std::uint32_t i = 0; i < zeros; ++i) {
    if (!reader.at_number()) return true;
    if (!reader.take(key_token::kNumber)) return false;
  }
  return true;
}

}  // namespace pincompile
