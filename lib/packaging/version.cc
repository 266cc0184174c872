// PEP 440 versions: their parts and order, read from key bytes. Parsing: version_parser.cc.
// SPDX-License-Identifier: MIT
#include "pincompile/version.h"

#include "packaging/key_bytes.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

std::string_view phase_text(unsigned char token) {
  switch (token) {
    case key_token::kAlpha:
      return "a";
    case key_token::kReleaseCandidate:
      return "rc";
    default:
      return "b";
  }
}

void append_release(std::string& out, std::string_view key, std::uint32_t trailing_zeros) {
  KeyReader reader(key);
  if (reader.take(key_token::kEpoch)) {
    reader.digits(out);
    out += '!';
  }
  const std::size_t begin = out.size();
  while (reader.at_number()) {
    if (out.size() > begin) out += '.';
    reader.digits(out);
  }
  for (std::uint32_t i = 0; i < trailing_zeros; ++i) out += out.size() > begin ? ".0" : "0";
  if (out.size() == begin) out += '0';
}

void append_suffixes(std::string& out, std::string_view suffix) {
  KeyReader reader(suffix);
  if (is_pre_token(reader.peek())) {
    out += phase_text(reader.peek());
    reader.take(reader.peek());
    reader.digits(out);
  }
  if (reader.take(key_token::kPost)) {
    out += ".post";
    reader.digits(out);
  }
  if (reader.take(key_token::kDev)) {
    out += ".dev";
    reader.digits(out);
  }
}

void append_local(std::string& out, std::string_view local) {
  KeyReader reader(local);
  bool first = true;
  while (!reader.at_end() && reader.ok()) {
    if (!first) out += '.';
    first = false;
    if (reader.take(key_token::kText)) {
      out += reader.text();
    } else {
      reader.digits(out);
    }
  }
}

}  // namespace

Version::Version() : size_(1), trailing_zeros_(1) { head_[0] = key_token::kEnd; }

std::string Version::to_string() const {
  const auto key = VersionAccess::key(*this);
  const auto parts = split_key(key);
  std::string out;
  append_release(out, key, trailing_zeros_);
  append_suffixes(out, key.substr(parts.suffix));
  if (parts.local < key.size()) {
    out += '+';
    append_local(out, key.substr(parts.local));
  }
  return out;
}

bool Version::is_prerelease() const { return key_is_prerelease(VersionAccess::key(*this)); }
bool Version::is_postrelease() const { return split_key(VersionAccess::key(*this)).post; }
bool Version::is_devrelease() const { return split_key(VersionAccess::key(*this)).dev; }
bool Version::has_local() const { return key_has_local(VersionAccess::key(*this)); }

std::uint64_t Version::release(std::size_t i) const {
  KeyReader reader(VersionAccess::key(*this));
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  for (; reader.at_number() && i > 0; --i) reader.skip_number();
  return reader.at_number() ? reader.number() : 0;
}

std::size_t Version::release_length() const {
  KeyReader reader(VersionAccess::key(*this));
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  std::size_t count = trailing_zeros_;
  for (; reader.at_number(); ++count) reader.skip_number();
  return count;
}

Version Version::base() const {
  const auto key = VersionAccess::key(*this);
  std::string base(key.substr(0, split_key(key).suffix));
  base += static_cast<char>(key_token::kEnd);
  return VersionAccess::make(base, trailing_zeros_);
}

Version Version::public_version() const {
  const auto key = VersionAccess::key(*this);
  return VersionAccess::make(std::string(key.substr(0, split_key(key).local)), trailing_zeros_);
}

std::string Version::local() const {
  const auto key = VersionAccess::key(*this);
  std::string out;
  append_local(out, key.substr(split_key(key).local));
  return out;
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  if (const auto order = load_word(a.head_, 0) <=> load_word(b.head_, 0); order != 0) return order;
  if (const auto order = load_word(a.head_, 8) <=> load_word(b.head_, 8); order != 0) return order;
  if (a.long_key_.empty() && b.long_key_.empty()) return std::strong_ordering::equal;
  return a.long_key_.compare(b.long_key_) <=> 0;
}

bool operator==(const Version& a, const Version& b) {
  return a.head_ == b.head_ && a.long_key_ == b.long_key_;
}

}  // namespace pincompile
