// Writing and reading the bytes of version keys; the layout stands in version_key.h.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "pincompile/version.h"

namespace pincompile {

namespace key_token {
inline constexpr unsigned char kDev = 0x01;
inline constexpr unsigned char kAlpha = 0x02;
inline constexpr unsigned char kReleaseCandidate = 0x04;
inline constexpr unsigned char kEnd = 0x05;
inline constexpr unsigned char kPost = 0x06;
inline constexpr unsigned char kText = 0x07;     // a local part that is no number
inline constexpr unsigned char kTextEnd = 0x01;  // below every character of such a part
inline constexpr unsigned char kAfterPost =
    0x08;                                       // in interval bounds: above tokens, below numbers
inline constexpr unsigned char kNumber = 0x10;  // the number 0; every number starts here or above
inline constexpr unsigned char kTwoBytes = 0xE0;
inline constexpr unsigned char kManyBytes = 0xF0;
inline constexpr unsigned char kDigits = 0xF7;
inline constexpr unsigned char kEpoch = 0xF8;
inline constexpr unsigned char kHighest =
    0xFF;  // in interval bounds: above everything that follows
}  // namespace key_token

/// Access to what a Version keeps.
struct VersionAccess {
  static std::string_view key(const Version& version) {
    if (!version.long_key_.empty()) return version.long_key_;
    return {reinterpret_cast<const char*>(version.head_.data()), version.size_};
  }
  static std::uint32_t trailing_zeros(const Version& version) { return version.trailing_zeros_; }
  static const std::array<unsigned char, 16>& head(const Version& version) { return version.head_; }
  /// The version with this key; `key` must be one.
  static Version make(std::string_view key, std::uint32_t trailing_zeros) {
    Version version;
    set(version, key, trailing_zeros);
    return version;
  }
  static void set(Version& version, std::string_view key, std::uint32_t trailing_zeros) {
    version.head_ = {};
    key.copy(reinterpret_cast<char*>(version.head_.data()), version.head_.size());
    version.size_ = static_cast<std::uint32_t>(key.size());
    version.trailing_zeros_ = trailing_zeros;
    version.long_key_.assign(key.size() > 16 ? key : std::string_view());
  }
};

/// Appends tokens and numbers; short keys stay in the object.
class KeyWriter {
 public:
  void put(unsigned char byte) {
    if (size_ == kInside) spill();
    inside_[size_++] = static_cast<char>(byte);
  }
  void put_text(std::string_view bytes) {
    for (const char c : bytes) put(static_cast<unsigned char>(c));
  }
  void put_number(std::uint64_t number) {
    if (number < 208) {
      put(static_cast<unsigned char>(key_token::kNumber + number));
    } else {
      put_large(number);
    }
  }
  /// A number given by its decimal digits, of any length.
  void put_digits(std::string_view digits);
  /// Valid until the next call.
  std::string_view key() {
    if (long_.empty()) return {inside_.data(), size_};
    spill();
    return long_;
  }

 private:
  static constexpr std::size_t kInside = 64;
  void put_large(std::uint64_t number);
  void spill() {
    long_.append(inside_.data(), size_);
    size_ = 0;
  }

  std::array<char, kInside> inside_;
  std::size_t size_ = 0;
  std::string long_;
};

/// Walks a key. Total: on bytes that are no key, `ok()` turns false and nothing is read beyond the
/// end.
class KeyReader {
 public:
  explicit KeyReader(std::string_view key) : key_(key) {}

  bool ok() const { return ok_; }
  bool at_end() const { return position_ >= key_.size(); }
  std::size_t position() const { return position_; }
  unsigned char peek() const { return at_end() ? 0 : static_cast<unsigned char>(key_[position_]); }
  bool at_number() const { return peek() >= key_token::kNumber && peek() < key_token::kEpoch; }
  bool take(unsigned char token) {
    if (at_end() || peek() != token) return false;
    ++position_;
    return true;
  }
  /// The number here as decimal digits, appended to `out`.
  void digits(std::string& out);
  /// The number here; the largest value for one that does not fit.
  std::uint64_t number();
  void skip_number() { number(); }
  /// A text part's characters, behind its token.
  std::string_view text();

 private:
  std::uint64_t digit_count();
  std::string_view take_bytes(std::size_t count);

  std::string_view key_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

inline bool is_pre_token(unsigned char token) {
  return token >= key_token::kAlpha && token <= key_token::kReleaseCandidate;
}

/// Where the parts of a key begin, and which it has.
struct KeyParts {
  std::size_t suffix = 0;  ///< first token behind the release
  std::size_t local = 0;   ///< behind the public part
  bool pre = false;
  bool post = false;
  bool dev = false;
  bool ok = false;  ///< the public part is whole
};
KeyParts split_key(std::string_view key);

/// Eight bytes from `from` on as a big-endian number.
inline std::uint64_t load_word(const std::array<unsigned char, 16>& bytes, std::size_t from) {
  std::uint64_t word;
  std::memcpy(&word, bytes.data() + from, 8);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

}  // namespace pincompile
