// Requirements: grammar, canonical text, messages, repairs of broken metadata.
// SPDX-License-Identifier: MIT
#include "pincompile/requirement.h"

#include <gmock/gmock.h>

#include "result_matchers.h"
#include "version_texts.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

std::string canonical(std::string_view text) {
  const auto parsed = Requirement::parse(text);
  return parsed ? parsed->to_string() : "error: " + parsed.error().to_string();
}

struct Spelling {
  const char* written;
  const char* canonical;
};

TEST(Requirement, PrintsCanonically) {
  constexpr Spelling kCases[] = {
      {" name ", "name"},
      {"Name [B_c, a] (>= 1, <2) ; python_version<'3'",
       "Name[a,b-c]<2,>=1; python_version < \"3\""},
      {"name[scandir__]", "name[scandir_]"},
      {"name_[x]>=1", "name_[x]>=1"},
      {"name[]", "name"},
      {"name()", "name"},
      {"name>=1,", "name>=1"},
      {"name===any-thing", "name===any-thing"},
      {"name@https://host/f.whl ; os_name=='nt'", "name @ https://host/f.whl ; os_name == \"nt\""},
      {"name @ ./here", "name @ ./here"},
      {"name @ https://h/x;y", "name @ https://h/x;y"}};
  for (const auto& [written, text] : kCases) {
    EXPECT_EQ(canonical(written), text);
    EXPECT_EQ(canonical(text), text);
  }
}

TEST(Requirement, KeepsWhatWasWritten) {
  const auto requirement = Requirement::parse("Zope.Interface[Test, docs]>=5");
  ASSERT_OK(requirement);
  EXPECT_EQ(requirement->name, "Zope.Interface");
  EXPECT_THAT(requirement->extras, ElementsAre("Test", "docs"));
}

TEST(Requirement, RejectsWhatTheGrammarRejects) {
  for (const std::string_view text : {"",
                                      "-x",
                                      "_name",
                                      "name-",
                                      "name[a",
                                      "name[,a]",
                                      "name[a b]",
                                      "name 1.0",
                                      "name>=1\n",
                                      "name>=1,,<2",
                                      "name,>1",
                                      "name(>=1",
                                      "name>=1)",
                                      "name(>=1)<2",
                                      "name;",
                                      "name @",
                                      "name @ http://x y",
                                      "name @ http://x;os_name=='a' z",
                                      "name>=1 # c",
                                      "na\xC3\xAFve",
                                      "name; os_name=='a' #"}) {
    EXPECT_ERROR(Requirement::parse(text), ErrorKind::kParse) << text;
  }
  EXPECT_ERROR(Requirement::parse(std::string_view("name\0", 5)), ErrorKind::kParse);
}

TEST(Requirement, ExplainsACommonSlip) {
  const auto error = Requirement::parse("requests=2.32.0").error();
  EXPECT_EQ(error.message, "\"requests=2.32.0\" is not a requirement");
  EXPECT_THAT(error.causes, ElementsAre("a single = is no operator"));
  EXPECT_THAT(error.hints, ElementsAre("write requests==2.32.0"));
}

TEST(Requirement, SaysWhatWasExpectedAndWhere) {
  const auto error = Requirement::parse("name>=1.x").error();
  EXPECT_THAT(error.causes, ElementsAre("expected a version specifier, found \".x\""));
  EXPECT_EQ(error.where.front().column, 8u);
  const auto marker = Requirement::parse("name; os_name").error();
  EXPECT_THAT(
      marker.causes,
      ElementsAre(
          "expected an operator (== != <= >= < > ~= === in, not in) in the marker, found its end"));
  EXPECT_EQ(marker.where.front().column, 14u);
}

TEST(Requirement, NeverShowsAPassword) {
  for (const char* const text :
       {"name @ https://me:secret@host/x y", "name @ https://me:p secret@host/x y",
        "name>=https://me:secret@host", "name; os_name == https://me:se'secret@host/"}) {
    const auto error = Requirement::parse(text).error();
    EXPECT_EQ(error.to_string().find("secret"), std::string::npos) << error.to_string();
  }
}

struct Repair {
  const char* broken;
  const char* repaired;  // null: beyond repair
};

TEST(Requirement, RepairsBrokenMetadata) {
  constexpr Repair kCases[] = {
      {"celery>=4.0<5", "celery>=4.0,<5"},
      {"jupyter-core (!=~5.0,>=4.12)", "jupyter-core (!=5.0.*,>=4.12)"},
      {"torch (>= 1.9.*)", "torch (>=1.9)"},
      {"pyzmq (>=2.7,!=3.0*)", "pyzmq (>=2.7,!=3.0.*)"},
      {"botocore>=1.3.0,<1.4.0',", "botocore>=1.3.0,<1.4.0"},
      {"pytz (>dev)", "pytz (>0.0.0dev)"},
      {"foo>=9.0.0a1.0", "foo>=9.0.0a1"},
      {"numpy \">=1.19\"; python_version >= \"3.7\"", "numpy >=1.19; python_version >= \"3.7\""},
      {"pytz (>=dev)", nullptr},
      {"foo 2.0", nullptr},
      {"foo=<1.0", nullptr}};
  for (const auto& [broken, repaired] : kCases) {
    std::string text;
    const auto requirement = Requirement::parse_lenient(broken, &text);
    EXPECT_EQ(requirement.has_value(), repaired != nullptr) << broken;
    EXPECT_EQ(text, repaired == nullptr ? "" : repaired);
  }
  std::string untouched = "not set";
  EXPECT_OK(Requirement::parse_lenient("name>=1", &untouched));
  EXPECT_EQ(untouched, "not set");
}

TEST(Requirement, RepairsSpecifiers) {
  EXPECT_EQ(parse_specifiers_lenient(">= 3.5.*")->to_string(), ">=3.5");
  EXPECT_EQ(parse_specifiers_lenient(">='3.6',<'4'")->to_string(), "<4,>=3.6");
  EXPECT_EQ(parse_specifiers_lenient(">dev")->to_string(), ">0.0.0dev");
  EXPECT_EQ(parse_specifiers_lenient("")->to_string(), "");
  EXPECT_ERROR(parse_specifiers_lenient(">=dev"), ErrorKind::kParse);
}

TEST(RequirementLaws, PrintingAndReadingBackChangesNothing) {
  oracle::SplitMix random(503);
  for (int i = 0; i < 2000; ++i) {
    std::string text = "Na-me" + std::to_string(random.below(5));
    if (random.below(3) == 0) text += "[B.x, a]";
    text += random.below(2) == 0 ? " (" + testing::random_specifier_set_text(random) + ")"
                                 : testing::random_specifier_set_text(random);
    if (random.below(2) == 0) text += " ; python_version < '3' and extra == 'A_b'";
    const auto once = Requirement::parse(text);
    ASSERT_OK(once) << text;
    const auto twice = Requirement::parse(once->to_string());
    ASSERT_OK(twice) << text;
    EXPECT_EQ(twice->to_string(), once->to_string());
    EXPECT_EQ(twice->specifiers, once->specifiers) << text;
    EXPECT_EQ(twice->marker, once->marker) << text;
  }
}

}  // namespace
}  // namespace pincompile
