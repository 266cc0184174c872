// SHA-256 by OpenSSL's libcrypto.
// SPDX-License-Identifier: MIT
#include "support/digest.h"

// The one-shot SHA256() of OpenSSL 3 looks its algorithm up through providers, which costs the
// first call 5.3 million instructions: a third of a whole --check. The functions below it are
// deprecated, not slower.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <cstring>
#include <tuple>

namespace pincompile {

Sha256 sha256(std::string_view bytes) {
  Sha256 digest;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(digest.data(), &context);
  return digest;
}

Id64 id64(std::string_view text) {
  const Sha256 digest = sha256(text);
  Id64 id = 0;
  for (int i = 0; i < 8; ++i) id = (id << 8) | digest[static_cast<std::size_t>(i)];
  return id;
}

namespace {

constexpr std::array<char, 512> make_digit_pairs() {
  constexpr char kDigits[] = "0123456789abcdef";
  std::array<char, 512> pairs{};
  for (std::size_t byte = 0; byte < 256; ++byte) {
    pairs[2 * byte] = kDigits[byte >> 4];
    pairs[2 * byte + 1] = kDigits[byte & 15];
  }
  return pairs;
}
constexpr std::array<char, 512> kDigitPairs = make_digit_pairs();

}  // namespace

std::string to_hex(const Sha256& digest) {
  std::array<char, 2 * std::tuple_size_v<Sha256>> hex;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    std::memcpy(hex.data() + 2 * i, kDigitPairs.data() + 2 * digest[i], 2);
  }
  return std::string(hex.data(), hex.size());
}

namespace {

// Values of hexadecimal digits, 0xff for all other characters. A page has two digests per file:
// digit by digit with comparisons they took a fifth of the time from JSON to record.
constexpr std::array<std::uint8_t, 256> make_digit_values() {
  std::array<std::uint8_t, 256> values{};
  for (std::uint8_t& value : values) value = 0xff;
  for (unsigned i = 0; i < 10; ++i) values['0' + i] = static_cast<std::uint8_t>(i);
  for (unsigned i = 0; i < 6; ++i) {
    values['a' + i] = values['A' + i] = static_cast<std::uint8_t>(10 + i);
  }
  return values;
}
constexpr std::array<std::uint8_t, 256> kDigitValues = make_digit_values();

}  // namespace

std::optional<Sha256> sha256_from_hex(std::string_view hex) {
  Sha256 digest;
  if (hex.size() != 2 * digest.size()) return std::nullopt;
  std::uint8_t bad = 0;
  for (std::size_t i = 0; i < digest.size(); ++i) {
    const std::uint8_t high = kDigitValues[static_cast<unsigned char>(hex[2 * i])];
    const std::uint8_t low = kDigitValues[static_cast<unsigned char>(hex[2 * i + 1])];
    bad |= high | low;
    digest[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return (bad & 0xf0) == 0 ? std::optional(digest) : std::nullopt;
}

}  // namespace pincompile
