// Specifiers, sets of them, and their intervals.
// SPDX-License-Identifier: MIT
#include "pincompile/specifier.h"

#include <gmock/gmock.h>

#include "packaging/range_relations.h"
#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"
#include "result_matchers.h"
#include "version_texts.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

SpecifierSet set_of(std::string_view text) {
  auto set = SpecifierSet::parse(text);
  EXPECT_OK(set) << text;
  return set ? *set : SpecifierSet();
}

struct Membership {
  const char* set;
  const char* version;
  bool inside;
};

TEST(Specifier, AdmitsWhatTheStandardAdmits) {
  constexpr Membership kCases[] = {{"==1.0", "1.0.0", true},
                                   {"==1.0", "1.0+x", true},
                                   {"==1.0+x", "1.0", false},
                                   {"==1.0+x", "1.0+x.1", false},
                                   {"==1.0.*", "1.0.5rc1", true},
                                   {"==1.0.*", "1.0.dev1", true},
                                   {"==1.0.*", "1", true},
                                   {"==1.0.*", "1.1.dev0", false},
                                   {"==224.*", "213", false},
                                   {"==224.0.*", "224", true},
                                   {"!=1.0.*", "1.0", false},
                                   {"~=1.4.2", "1.4.9", true},
                                   {"~=1.4.2", "1.5.dev0", false},
                                   {"~=1.0", "1.9", true},
                                   {"~=1.0.0", "1.0.9", true},
                                   {"~=1.0.0", "1.1", false},
                                   {"<1.0", "1.0rc1", false},
                                   {"<1.0", "0.9+x", true},
                                   {"<1.0rc2", "1.0rc1", true},
                                   {"<1.0.post1", "1.0.post1.dev0", false},
                                   {"<1.0.post1", "1.0", true},
                                   {">1.0", "1.0.post1", false},
                                   {">1.0", "1.0+x", false},
                                   {">1.0", "1.0.0.1", true},
                                   {">1.0.post1", "1.0.post2", true},
                                   {">1.0a1", "1.0a1.post1", false},
                                   {">1.0a1", "1.0", true},
                                   {"<=1.0", "1.0+x", true},
                                   {">=1.0", "1.0.dev0", false},
                                   {"===1.0", "1.0.0", false},
                                   {"===1.0.A", "1.0.a", true},
                                   {"", "1.0", true},
                                   {">=1,,<2,", "1.5", true},
                                   {"==1!1.*", "1!1.5", true},
                                   {"==1!1.*", "1.5", false},
                                   {"==0.*", "1!0.1", false}};
  for (const auto& [set, version, inside] : kCases) {
    EXPECT_EQ(set_of(set).contains_text(version), inside) << version << " in " << set;
  }
}

TEST(Specifier, RejectsWhatTheGrammarRejects) {
  for (const char* const text :
       {"1.0", "=1.0", "==", ">=1.*", "~=1", "<=1.0+x", "==1.0a1.*", "==1.0+x.*", "===a b",
        "===a;b", "===a\xC2\xA0z", "==1.0 .*", "==.*", "~1", "^1", "> dev"}) {
    EXPECT_ERROR(Specifier::parse(text), ErrorKind::kParse) << text;
  }
}

TEST(SpecifierSet, HoldsWildcardsAsWritten) {
  EXPECT_EQ(set_of("==1.01.*,==1.1.*,==1.1.*").to_string(), "==1.01.*,==1.1.*");
}

TEST(SpecifierSet, SaysInWhichColumnAMemberIsBroken) {
  const auto error = SpecifierSet::parse(">=1, <x").error();
  ASSERT_FALSE(error.where.empty());
  EXPECT_EQ(error.where.front().column, 7u);
}

TEST(SpecifierSet, PrintsSortedAndOnce) {
  EXPECT_EQ(set_of(" >= 1.0 , <2, >=1.0").to_string(), "<2,>=1.0");
  EXPECT_EQ(set_of(">=1.0,>=1.0.0").specifiers().size(), 1u);
  EXPECT_EQ(set_of("~=1.0,~=1.0.0").specifiers().size(), 2u);
  EXPECT_TRUE(set_of("==1.0") == set_of("==1.0.0"));
  EXPECT_FALSE(set_of("==1.0.*") == set_of("==1.*"));
}

TEST(SpecifierSet, KnowsPinsAndPrereleases) {
  EXPECT_TRUE(set_of("==1.0").is_pin());
  EXPECT_TRUE(set_of("===x").is_pin());
  EXPECT_FALSE(set_of("==1.*").is_pin());
  EXPECT_FALSE(set_of("==1.0,>0").is_pin());
  EXPECT_TRUE(set_of(">=1.0rc1").names_prerelease());
  EXPECT_FALSE(set_of("!=1.0rc1,==1.*").names_prerelease());
}

TEST(SpecifierRanges, AreHalfOpenIntervalsOfKeys) {
  const auto ranges = specifier_ranges(set_of(">=1,!=1.5,<2,===x"));
  ASSERT_EQ(ranges.intervals.size(), 2u);
  EXPECT_EQ(ranges.intervals[0].low, "\x11\x05");
  EXPECT_EQ(ranges.intervals[0].high, "\x11\x15\x05");
  EXPECT_EQ(ranges.intervals[1].high, "\x12\x01");
  EXPECT_THAT(ranges.arbitrary, ElementsAre("x"));
}

TEST(SpecifierRanges, WithoutUpperBoundKeepHoles) {
  const auto open = without_upper_bound(specifier_ranges(set_of(">=3.6,!=3.7.*,<3.10")).intervals);
  const auto inside = [&](const char* text) {
    const auto key = version_key(*Version::parse(text));
    return std::ranges::any_of(open,
                               [&](const KeyInterval& interval) { return interval.contains(key); });
  };
  EXPECT_TRUE(inside("3.12"));
  EXPECT_FALSE(inside("3.7.1"));
  EXPECT_FALSE(inside("3.5"));
}

TEST(SpecifierRanges, AgreeWithContainsOnRandomSetsAndVersions) {
  oracle::SplitMix random(440);
  std::vector<Version> versions;
  for (int i = 0; i < 400; ++i)
    versions.push_back(*Version::parse(testing::random_version_text(random)));
  for (int i = 0; i < 600; ++i) {
    const auto text = testing::random_specifier_set_text(random);
    const auto set = set_of(text);
    const auto ranges = specifier_ranges(set);
    for (std::size_t k = 0; k + 1 < ranges.intervals.size(); ++k) {
      ASSERT_LT(ranges.intervals[k].high, ranges.intervals[k + 1].low) << text;
    }
    const auto outside = complement(ranges.intervals);
    ASSERT_TRUE(intersect(ranges.intervals, outside).empty()) << text;
    bool any = false;
    for (const auto& version : versions) {
      const auto key = version_key(version);
      const bool inside = set.contains(version);
      any = any || inside;
      ASSERT_EQ(ranges.contains(key, ""), inside) << version.to_string() << " in " << text;
      bool in_complement = false;
      for (const auto& interval : outside) in_complement = in_complement || interval.contains(key);
      ASSERT_NE(in_complement, inside) << version.to_string() << " in " << text;
    }
    ASSERT_TRUE(!any || is_satisfiable(set)) << text;
    ASSERT_TRUE(is_subset(set, set)) << text;
    ASSERT_EQ(set_of(set.to_string()), set) << text;
  }
}

TEST(RangeRelations, KnowWhatNoVersionCanSatisfy) {
  EXPECT_FALSE(is_satisfiable(set_of(">1.0a1,<1.0a2.dev0")));
  EXPECT_FALSE(is_satisfiable(set_of("<0.dev0")));
  EXPECT_TRUE(is_satisfiable(set_of(">1,<1.0.1")));
  EXPECT_TRUE(is_satisfiable(set_of("<1.0,>0.9rc1")));
  EXPECT_FALSE(is_satisfiable(set_of(">=1.0a1,<1.0"), true));
  EXPECT_TRUE(is_subset(set_of("==1.5.*"), set_of(">=1,<2")));
  EXPECT_FALSE(is_subset(set_of(">=1"), set_of("<2")));
  EXPECT_TRUE(are_disjoint(set_of("<1"), set_of(">=1")));
}

}  // namespace
}  // namespace pincompile
