// Numbers inside version keys: from one byte up to any count of decimal digits.
// SPDX-License-Identifier: MIT
#include "packaging/key_bytes.h"

#include <bit>
#include <charconv>
#include <limits>

namespace pincompile {
namespace {

constexpr std::uint64_t kFirstTwoBytes = 208;
constexpr std::uint64_t kFirstManyBytes = kFirstTwoBytes + 16 * 256;

void append_decimal(std::string& out, std::uint64_t number) {
  char buffer[20];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number).ptr;
  out.append(buffer, end);
}

}  // namespace

void KeyWriter::put_large(std::uint64_t number) {
  if (number < kFirstManyBytes) {
    const std::uint64_t rest = number - kFirstTwoBytes;
    put(static_cast<unsigned char>(key_token::kTwoBytes + (rest >> 8)));
    put(static_cast<unsigned char>(rest & 0xFF));
    return;
  }
  const unsigned count = (static_cast<unsigned>(std::bit_width(number)) + 7) / 8;
  put(static_cast<unsigned char>(key_token::kManyBytes + count - 2));
  for (unsigned i = count; i-- > 0;) put(static_cast<unsigned char>((number >> (8 * i)) & 0xFF));
}

void KeyWriter::put_digits(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  digits.remove_prefix(first == std::string_view::npos ? digits.size() : first);
  std::uint64_t number = 0;
  if (digits.empty()) {
    put(key_token::kNumber);
  } else if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec ==
             std::errc()) {
    put_number(number);
  } else {
    put(key_token::kDigits);
    put_number(digits.size());
    put_text(digits);
  }
}

std::string_view KeyReader::take_bytes(std::size_t count) {
  if (count > key_.size() - position_) {
    ok_ = false;
    position_ = key_.size();
    return {};
  }
  const auto taken = key_.substr(position_, count);
  position_ += count;
  return taken;
}

// The count is a plain number: nested counts exist only in damaged bytes.
std::uint64_t KeyReader::digit_count() {
  if (peek() == key_token::kDigits) ok_ = false;
  return ok_ ? number() : 0;
}

std::uint64_t KeyReader::number() {
  if (!at_number()) {
    ok_ = false;
    return 0;
  }
  const unsigned char first = peek();
  ++position_;
  if (first < key_token::kTwoBytes) return first - key_token::kNumber;
  if (first == key_token::kDigits) {
    take_bytes(digit_count());
    return std::numeric_limits<std::uint64_t>::max();
  }
  const bool two = first < key_token::kManyBytes;
  std::uint64_t value = two ? first - key_token::kTwoBytes : 0;
  for (const char c : take_bytes(two ? 1 : first - key_token::kManyBytes + 2u)) {
    value = (value << 8) | static_cast<unsigned char>(c);
  }
  return two ? value + kFirstTwoBytes : value;
}

void KeyReader::digits(std::string& out) {
  if (peek() != key_token::kDigits) return append_decimal(out, number());
  ++position_;
  out += take_bytes(digit_count());
}

std::string_view KeyReader::text() {
  const auto end = key_.find(static_cast<char>(key_token::kTextEnd), position_);
  if (end == std::string_view::npos) {
    ok_ = false;
    position_ = key_.size();
    return {};
  }
  const auto taken = key_.substr(position_, end - position_);
  position_ = end + 1;
  return taken;
}

KeyParts split_key(std::string_view key) {
  KeyParts parts;
  KeyReader reader(key);
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  while (reader.at_number()) reader.skip_number();
  parts.suffix = reader.position();
  if (is_pre_token(reader.peek())) {
    reader.take(reader.peek());
    reader.skip_number();
    parts.pre = true;
  }
  if (reader.take(key_token::kPost)) {
    reader.skip_number();
    parts.post = true;
  }
  if (reader.take(key_token::kDev)) {
    reader.skip_number();
    parts.dev = true;
  } else if (!reader.take(key_token::kEnd)) {
    return parts;
  }
  parts.local = reader.position();
  parts.ok = reader.ok();
  return parts;
}

}  // namespace pincompile
