// Versions: spellings, parts, order, keys.
// SPDX-License-Identifier: MIT
#include "pincompile/version.h"

#include <gmock/gmock.h>

#include "packaging/version_key.h"
#include "pep440_reference.h"
#include "result_matchers.h"
#include "split_mix.h"
#include "version_texts.h"

namespace pincompile {
namespace {

Version version(std::string_view text) {
  auto parsed = Version::parse(text);
  EXPECT_OK(parsed) << text;
  return parsed ? *parsed : Version();
}

struct Spelling {
  const char* written;
  const char* normal;
};

TEST(Version, NormalisesSpellings) {
  constexpr Spelling kCases[] = {
      {"1.0", "1.0"},
      {" v1.0.RC1\n", "1.0rc1"},
      {"1.0-alpha.2", "1.0a2"},
      {"1.0c", "1.0rc0"},
      {"1.0_preview-3", "1.0rc3"},
      {"1.0-1", "1.0.post1"},
      {"1.0.r7", "1.0.post7"},
      {"1.0DEV", "1.0.dev0"},
      {"1.0+Ubuntu-1_01", "1.0+ubuntu.1.1"},
      {"007!08.09", "7!8.9"},
      {"0.0", "0.0"},
      {"1!0", "1!0"},
      {"208.4303.4304.65536.18446744073709551615", "208.4303.4304.65536.18446744073709551615"},
      {"1.18446744073709551616", "1.18446744073709551616"},
      {"1.0a-", "1.0a0"},
      {"1.0a--1", "1.0a0.post1"},
      {"\xC2\xA0"
       "1.0\xE3\x80\x80",
       "1.0"}};
  for (const auto& [written, normal] : kCases)
    EXPECT_EQ(version(written).to_string(), normal) << written;
}

TEST(Version, RejectsWhatIsNone) {
  for (const std::string_view text :
       {"", " ", "v", "1.", ".1", "1..0", "1.0+", "1.0++1", "1.0+a..b", "french toast", "1.0-",
        "1!", "1.0 1", "1.0-1-1", "1.0\xC3\xA9", "1.0+\xC4\xB0", "\xC2", "1.0.post1.a1", "-1"}) {
    EXPECT_ERROR(Version::parse(text), ErrorKind::kParse) << text;
  }
  EXPECT_ERROR(Version::parse(std::string_view("1.0\0", 4)), ErrorKind::kParse);
}

TEST(Version, SaysWhereTheTextWentWrong) {
  const auto error = Version::parse(" 1.0.x").error();
  EXPECT_EQ(error.message,
            "\" 1.0.x\" is not a PEP 440 version: expected the end of the version, found \".x\"");
  ASSERT_EQ(error.where.size(), 1u);
  EXPECT_EQ(error.where.front().column, 5u);
}

TEST(Version, TellsItsParts) {
  const auto v = version("2!1.4.0rc3.post4.dev5+abc.7");
  EXPECT_TRUE(v.is_prerelease());
  EXPECT_TRUE(v.is_postrelease());
  EXPECT_TRUE(v.is_devrelease());
  EXPECT_EQ(v.release_length(), 3u);
  EXPECT_EQ(v.release(0), 1u);
  EXPECT_EQ(v.release(1), 4u);
  EXPECT_EQ(v.release(2), 0u);
  EXPECT_EQ(v.release(99), 0u);
  EXPECT_EQ(v.base().to_string(), "2!1.4.0");
  EXPECT_EQ(v.public_version().to_string(), "2!1.4.0rc3.post4.dev5");
  EXPECT_EQ(v.local(), "abc.7");
  EXPECT_FALSE(version("1.0.post1").is_prerelease());
  EXPECT_EQ(version("99999999999999999999").release(0), 18446744073709551615u);
}

TEST(Version, SurvivesCopiesAndMovesBeyondSixteenKeyBytes) {
  Version a = version("1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18+local");
  const Version b = a;
  const Version c = std::move(a);
  EXPECT_EQ(b, c);
  EXPECT_EQ(b.to_string(), "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18+local");
  EXPECT_EQ(version_key(b).size(), 16 + key_tail(b).size());
  EXPECT_FALSE(key_tail(b).empty());
}

TEST(VersionKey, IsShort) {
  EXPECT_EQ(version_key(version("1.2.0")), "\x11\x12\x05");
  EXPECT_EQ(version_key(version("1.2")), version_key(version("1.2.0")));
  EXPECT_EQ(key16(version("1.2")).high, 0x1112050000000000u);
  EXPECT_EQ(version_key(version("2023.9.7")).size(), 5u);
}

TEST(VersionKey, RefusesBytesThatAreNone) {
  for (const std::string_view bytes :
       {"", "\x11", "\x11\x10\x05", "\xF7\xF7\xF7", "\x11\x05\x01", "\xF0\x01", "\x05\x05"}) {
    EXPECT_FALSE(version_from_key(bytes).has_value());
    (void)key_is_prerelease(bytes);
    (void)key_has_local(bytes);
  }
  EXPECT_FALSE(version_from_key(std::string(100000, '\xF7')).has_value());
}

// Laws on versions that random texts give, in every spelling.
class VersionLaws : public ::testing::Test {
 protected:
  void SetUp() override {
    oracle::SplitMix random(20261124);
    for (int i = 0; i < 600; ++i) texts_.push_back(testing::random_version_text(random));
  }
  std::vector<std::string> texts_;
};

TEST_F(VersionLaws, PrintingAndReadingBackChangesNothing) {
  for (const auto& text : texts_) {
    const auto v = version(text);
    const auto printed = v.to_string();
    EXPECT_EQ(version(printed), v) << text;
    EXPECT_EQ(version(printed).to_string(), printed) << text;
    const auto from_key = version_from_key(version_key(v));
    ASSERT_TRUE(from_key.has_value()) << text;
    EXPECT_EQ(*from_key, v) << text;
    EXPECT_EQ(key_is_prerelease(version_key(v)), v.is_prerelease());
    EXPECT_EQ(key_has_local(version_key(v)), v.has_local());
  }
}

TEST_F(VersionLaws, OrderIsThatOfTheStandardAndOfKeys) {
  std::vector<Version> versions;
  std::vector<testing::ReferenceVersion> references;
  for (const auto& text : texts_) {
    versions.push_back(version(text));
    references.push_back(testing::reference_version(versions.back().to_string()));
  }
  for (std::size_t i = 0; i < versions.size(); ++i) {
    for (std::size_t j = 0; j < versions.size(); ++j) {
      const auto& a = versions[i];
      const auto& b = versions[j];
      const auto wanted = testing::compare(references[i], references[j]);
      ASSERT_EQ(a <=> b, wanted) << texts_[i] << " and " << texts_[j];
      ASSERT_EQ(a == b, wanted == 0) << texts_[i] << " and " << texts_[j];
      ASSERT_EQ(version_key(a).compare(version_key(b)) <=> 0, wanted)
          << texts_[i] << " and " << texts_[j];
      ASSERT_EQ(compare_keys(key16(a), key_tail(a), key16(b), key_tail(b)), wanted)
          << texts_[i] << " and " << texts_[j];
    }
  }
}

}  // namespace
}  // namespace pincompile
