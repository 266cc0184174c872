// Keys of versions, and versions of keys.
// SPDX-License-Identifier: MIT
#include "packaging/version_key.h"

#include "packaging/key_bytes.h"

namespace pincompile {

std::string version_key(const Version& version) { return std::string(VersionAccess::key(version)); }
std::string_view key_view(const Version& version) { return VersionAccess::key(version); }
std::string_view key_tail(const Version& version) { return key_tail(VersionAccess::key(version)); }

Key16 key16(const Version& version) {
  const auto& head = VersionAccess::head(version);
  return {load_word(head, 0), load_word(head, 8)};
}

Key16 key16(std::string_view key) {
  std::array<unsigned char, 16> head{};
  key.copy(reinterpret_cast<char*>(head.data()), head.size());
  return {load_word(head, 0), load_word(head, 8)};
}

bool key_is_prerelease(std::string_view key) {
  const auto parts = split_key(key);
  return parts.pre || parts.dev;
}

bool key_has_local(std::string_view key) {
  const auto parts = split_key(key);
  return parts.ok && parts.local < key.size();
}

std::optional<Version> version_from_key(std::string_view key) {
  if (!split_key(key).ok) return std::nullopt;
  const Version version = VersionAccess::make(key, key == "\x05" ? 1 : 0);
  auto checked = Version::parse(version.to_string());
  if (!checked || VersionAccess::key(*checked) != key) return std::nullopt;
  return *checked;
}

}  // namespace pincompile
