// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "dist/sdist_filename.h"
#include "dist/wheel_filename.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

TEST(WheelFilename, HasNameVersionBuildAndTags) {
  const auto wheel = WheelFilename::parse("zope.interface-6.2-1a-cp312-cp312-win_amd64.whl");
  ASSERT_OK(wheel);
  EXPECT_EQ(wheel->name, "zope.interface");
  EXPECT_EQ(wheel->version, "6.2");
  EXPECT_EQ(wheel->build, "1a");
  EXPECT_EQ(wheel->build_number(), 1u);
  EXPECT_EQ(wheel->build_suffix(), "a");
  EXPECT_EQ(wheel->tag_set, "cp312-cp312-win_amd64");
}

TEST(WheelFilename, WithoutBuildTagIsBuildZero) {
  const auto wheel = WheelFilename::parse("a-1-py2.py3-none-any.whl");
  ASSERT_OK(wheel);
  EXPECT_EQ(wheel->build, "");
  EXPECT_EQ(wheel->build_number(), 0u);
  EXPECT_EQ(wheel->tag_set, "py2.py3-none-any");
}

TEST(WheelFilename, ABuildNumberBeyondAllBoundsSaturates) {
  const auto wheel = WheelFilename::parse("a-1-99999999999999999999999x-py3-none-any.whl");
  ASSERT_OK(wheel);
  EXPECT_EQ(wheel->build_number(), ~std::uint64_t{0});
  EXPECT_EQ(wheel->build_suffix(), "x");
}

TEST(WheelFilename, RefusesWhatIsNone) {
  for (const char* name :
       {"", ".whl", "a.whl", "a-1.0.whl", "a-1.0-py3-none-any.zip", "a-1.0-py3-none-any.WHL",
        "a--1.0-py3-none-any.whl", "a__b-1.0-py3-none-any.whl", "-1.0-py3-none-any.whl",
        "a-1.0-x1-py3-none-any.whl", "a-1.0-py3..py2-none-any.whl", "a-1.0-3-none-any.whl",
        "a-1.0-py3-none-.whl", "a-1.0-1-py3-none-any-x.whl", "a b-1.0-py3-none-any.whl",
        "a-1.0-py3-none-any.whl\n", "a-latest-py3-none-any.whl"}) {
    EXPECT_ERROR(WheelFilename::parse(name), ErrorKind::kParse) << name;
  }
}

TEST(WheelFilename, SplitLeavesTheVersionToItsReader) {
  ASSERT_TRUE(WheelFilename::split("a-latest-py3-none-any.whl").has_value());
  EXPECT_EQ(WheelFilename::split("a-latest-py3-none-any.whl")->version, "latest");
}

TEST(SdistFilename, SplitsAtTheLastDash) {
  const auto sdist = SdistFilename::parse("foo-bar-1.0.tar.gz");
  ASSERT_OK(sdist);
  EXPECT_EQ(sdist->name, "foo-bar");
  EXPECT_EQ(sdist->version, "1.0");
  EXPECT_OK(SdistFilename::parse("foo-1.0.zip"));
}

TEST(SdistFilename, OfAKnownProjectSplitsBehindItsName) {
  EXPECT_EQ(SdistFilename::split("Foo_Bar-1.0-1.tar.gz", "foo-bar")->version, "1.0-1");
  EXPECT_EQ(SdistFilename::split("zope.interface-6.2.tar.gz", "zope-interface")->name,
            "zope.interface");
  EXPECT_FALSE(SdistFilename::split("foo-1.0.tar.gz", "bar").has_value());
  EXPECT_FALSE(SdistFilename::split("foobar-1.0.tar.gz", "foo").has_value());
  EXPECT_FALSE(SdistFilename::split("foo-.tar.gz", "foo").has_value());
  EXPECT_FALSE(SdistFilename::split("foo-1.0.tar.bz2", "foo").has_value());
}

TEST(SdistFilename, RefusesWhatIsNone) {
  for (const char* name : {"", "foo", "foo.tar.gz", "-1.0.tar.gz", "foo1.0.tar.gz", "foo-1.0.tgz",
                           "foo-1.0.TAR.GZ", "foo-latest.zip", "foo-1.0.tar.gz "}) {
    EXPECT_ERROR(SdistFilename::parse(name), ErrorKind::kParse) << name;
  }
}

}  // namespace
}  // namespace pincompile
