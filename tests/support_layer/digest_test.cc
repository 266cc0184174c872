// SPDX-License-Identifier: MIT
#include "support/digest.h"

#include <gtest/gtest.h>

namespace pincompile {

TEST(Digest, Sha256OfAbcIsThatOfFips180) {
  EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Digest, Id64IsTheFirstEightBytes) { EXPECT_EQ(id64("abc"), 0xba7816bf8f01cfeaU); }

TEST(Digest, HexRoundTripsInEitherCase) {
  const Sha256 digest = sha256("x");
  std::string upper = to_hex(digest);
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  EXPECT_EQ(sha256_from_hex(upper), digest);
}

TEST(Digest, HexOfWrongLengthOrDigitsIsNoDigest) {
  EXPECT_EQ(sha256_from_hex(std::string(63, '0')), std::nullopt);
  EXPECT_EQ(sha256_from_hex(std::string(63, '0') + "g"), std::nullopt);
}

}  // namespace pincompile
