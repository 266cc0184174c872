// SPDX-License-Identifier: MIT
#include "dist/core_metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dist/email_headers.h"
#include "dist/license_expression.h"
#include "dist/metadata_fields.h"
#include "dist/requires_txt.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CoreMetadata, HasTheFieldsAResolverNeeds) {
  const auto metadata = parse_metadata(
      "Metadata-Version: 2.1\nName: Demo.Pkg\nVersion: 1.0.0\nrequires-dist: a>=1\nRequires-Dist: "
      "b; extra == 'x'\n"
      "Requires-Python: >=3.8\nProvides-Extra: x\nDynamic: Summary\n\nRequires-Dist: not-me\n");
  ASSERT_OK(metadata);
  EXPECT_EQ(metadata->name, "Demo.Pkg");
  EXPECT_EQ(metadata->version, "1.0.0");
  EXPECT_THAT(metadata->requires_dist, ElementsAre("a>=1", "b; extra == 'x'"));
  EXPECT_EQ(metadata->requires_python, ">=3.8");
  EXPECT_THAT(metadata->provides_extra, ElementsAre("x"));
  EXPECT_THAT(metadata->dynamic, ElementsAre("Summary"));
}

TEST(CoreMetadata, UnknownAndRepeatedSingleFieldsCountAsAbsent) {
  const CoreMetadata metadata = read_core_metadata(
      "Name: a\nName: b\nVersion: UNKNOWN\nRequires-Python: UNKNOWN\nRequires-Dist: UNKNOWN\n");
  EXPECT_EQ(metadata, CoreMetadata{});
}

TEST(CoreMetadata, BytesThatAreNotUtf8AreReplacedNotDropped) {
  const CoreMetadata metadata = read_core_metadata("Requires-Dist: a; x == '\xE9'\n");
  EXPECT_THAT(metadata.requires_dist, ElementsAre("a; x == '\xEF\xBF\xBD'"));
}

TEST(CoreMetadata, WheelMetadataNeedsNameAndVersion) {
  EXPECT_ERROR(parse_metadata("Version: 1\n"), ErrorKind::kParse);
  EXPECT_ERROR(parse_metadata("Name: a\n"), ErrorKind::kParse);
  EXPECT_ERROR(parse_metadata(""), ErrorKind::kParse);
  EXPECT_EQ(parse_metadata("Name: a\n").error().message, "the metadata has no Version");
}

TEST(StaticPkgInfo, NeedsVersion22AndNoNeededFieldDynamic) {
  const std::string base = "Name: a\nVersion: 1\n";
  EXPECT_OK(parse_static_pkg_info("Metadata-Version: 2.2\n" + base));
  EXPECT_OK(parse_static_pkg_info("Metadata-Version: 2.10\n" + base));
  EXPECT_OK(
      parse_static_pkg_info("Metadata-Version: 2.4\nDynamic: Version\nDynamic: Summary\n" + base));
  EXPECT_ERROR(parse_static_pkg_info("Metadata-Version: 2.1\n" + base), ErrorKind::kUnsupported);
  EXPECT_ERROR(parse_static_pkg_info("Metadata-Version: 3.0\n" + base), ErrorKind::kUnsupported);
  EXPECT_ERROR(parse_static_pkg_info("Metadata-Version: 2.x\n" + base), ErrorKind::kUnsupported);
  EXPECT_ERROR(parse_static_pkg_info("Metadata-Version: 2.2\nDynamic: requires-dist\n" + base),
               ErrorKind::kUnsupported);
  EXPECT_ERROR(parse_static_pkg_info("Metadata-Version: 2.2\nDynamic: Provides-Extra\n" + base),
               ErrorKind::kUnsupported);
  EXPECT_ERROR(parse_static_pkg_info(base), ErrorKind::kParse);
}

std::vector<std::string> headers_of(std::string_view text, std::string* body = nullptr) {
  EmailHeaders headers(text);
  EmailHeader header;
  std::vector<std::string> found;
  while (headers.next(header))
    found.push_back(std::string(header.name) + "=" + std::string(header.value));
  if (body != nullptr) *body = headers.body();
  return found;
}

TEST(EmailHeaders, AreCutAsPythonCutsThem) {
  struct Case {
    const char* text;
    std::vector<std::string> headers;
    const char* body;
  };
  for (const Case& one :
       std::vector<Case>{{"A: 1\nB:2\n\nbody\n", {"A=1", "B=2"}, "body\n"},
                         {"A: 1\r\nB: 2\r\n\r\nbody", {"A=1", "B=2"}, "body"},
                         {"A: 1\rB: 2\r", {"A=1", "B=2"}, ""},
                         {"A: 1\n  more\n\tstill\nB: 2", {"A=1\n  more\n\tstill", "B=2"}, ""},
                         {" continues nothing\nA: 1\n", {"A=1"}, ""},
                         {"From someone\nA: 1\n", {"A=1"}, ""},
                         {"A: 1\nFrom someone\nB: 2\n", {"A=1", "B=2"}, ""},
                         {"A: 1\nFrom someone\n", {"A=1"}, "From someone\n"},
                         {": nothing\nA: 1\n", {"A=1"}, ""},
                         {"A : 1\nB: 2\n", {}, "A : 1\nB: 2\n"},
                         {"A: 1\nno colon here\nB: 2\n", {"A=1"}, "no colon here\nB: 2\n"},
                         {"\nA: 1\n", {}, "A: 1\n"},
                         {"\xEF\xBB\xBF"
                          "A: 1\n",
                          {},
                          "\xEF\xBB\xBF"
                          "A: 1\n"},
                         {"A:   \n", {"A="}, ""},
                         {"", {}, ""}}) {
    std::string body;
    EXPECT_EQ(headers_of(one.text, &body), one.headers) << one.text;
    EXPECT_EQ(body, one.body) << one.text;
  }
}

TEST(RequiresTxt, HeadingsBecomeMarkers) {
  const auto found = parse_requires_txt(
      "a>=1\n# comment\n\n[:python_version < \"3.8\"]\nb\n\n[x]\nc==1 ; os_name == \"nt\"\n"
      "[y:sys_platform == \"win32\" or os_name == \"nt\"]\nd @ https://h/d.zip\n[x]\ne\n[empty]\n");
  EXPECT_THAT(found.requires_dist, ElementsAre("a>=1", "b ; python_version < \"3.8\"",
                                               "c==1 ; (os_name == \"nt\") and extra == \"x\"",
                                               "d @ https://h/d.zip ; (sys_platform == \"win32\" "
                                               "or os_name == \"nt\") and extra == \"y\"",
                                               "e ; extra == \"x\""));
  EXPECT_THAT(found.provides_extra, ElementsAre("x", "y", "empty"));
  EXPECT_THAT(parse_requires_txt("").requires_dist, IsEmpty());
  EXPECT_THAT(parse_requires_txt("a\r\n[x]\r\nb\r\n").requires_dist,
              ElementsAre("a", "b ; extra == \"x\""));
}

TEST(MetadataFields, NamesWhatTheStandardDoesNotAllow) {
  const auto invalid = [](std::string_view text) {
    return invalid_fields(read_metadata_fields(text));
  };
  EXPECT_THAT(invalid("Metadata-Version: 2.1\nName: a\nVersion: 1\n"), IsEmpty());
  EXPECT_THAT(invalid("Metadata-Version: 1.0\nName: a\nVersion: 1\nRequires-Dist: b\n"),
              ElementsAre("requires-dist"));
  EXPECT_THAT(invalid("Name: -\nX-Mine: 1\n"),
              ElementsAre("metadata-version", "name", "version", "x-mine"));
  EXPECT_THAT(
      invalid("Metadata-Version: 2.1\nName: a\nVersion: 1\nProject-URL: a, b\nProject-URL: a, c\n"),
      ElementsAre("project-url"));
}

TEST(MetadataFields, ImportNamesAreNoKeywordsAndLicenseFilesAreResolved) {
  EXPECT_TRUE(is_valid_field("import_names", {"shop.classes ; private"}));
  EXPECT_FALSE(is_valid_field("import_names", {"shop.class"}));
  EXPECT_TRUE(is_valid_field("license_files", {"C:note", "a/b"}));
  EXPECT_FALSE(is_valid_field("license_files", {"C:/note"}));
  EXPECT_FALSE(is_valid_field("license_files", {"a/."}));
  EXPECT_FALSE(is_valid_field("license_files", {""}));
}

TEST(LicenseExpression, IsSpelledAsSpdxSpellsIt) {
  EXPECT_EQ(normalize_license_expression("mit and (apache-2.0+ or mpl-2.0+)"),
            "MIT AND (Apache-2.0+ OR MPL-2.0+)");
  EXPECT_EQ(normalize_license_expression("gpl-3.0-only with classpath-exception-2.0"),
            "GPL-3.0-only WITH Classpath-exception-2.0");
  EXPECT_EQ(normalize_license_expression("licenseref-Mine.1"), "LicenseRef-Mine.1");
  for (const char* text : {"", "()", "mit mit", "mit with", "(mit", "mit)", "mit (",
                           "(mit) with Classpath-exception-2.0", "and mit", "LicenseRef-",
                           "LicenseRef-a b", "no-such-license", "mit with mit"}) {
    EXPECT_EQ(normalize_license_expression(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace pincompile
