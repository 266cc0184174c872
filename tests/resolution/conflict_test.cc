// Texts of conflicts (behaviour.md 8.2 nos. 1 to 6 and 13): short, true, and with changes that were
// solved. checked_resolve tests cores and suggestions of every conflict besides.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "pincompile/explain.h"
#include "questions.h"
#include "resolution/exclusion_text.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

std::string text_of(FactSource& facts, const ResolveRequest& request) {
  std::string text = describe(checked_resolve(facts, request));
  return text.substr(0, text.rfind("conflicts "));
}

TEST(Conflict, TellsTheLinesTheFactsBetweenThemAndWhatWouldDo) {
  UniverseFacts facts;
  for (const char* version : {"1.15.18", "1.28.0", "1.35.0", "1.40.2"}) {
    facts.add("boto3", version,
              {version[2] == '1' ? "botocore<1.19" : std::string("botocore>=1.31")});
  }
  facts.add("botocore", "1.18.18", {"urllib3<1.26"});
  facts.add("botocore", "1.31.0", {"urllib3<1.27,>=1.25.4"});
  facts.add("botocore", "1.40.2", {"urllib3<1.27,>=1.25.4"});
  for (const char* version : {"1.24.3", "1.25.4", "1.26.20", "2.5.0"})
    facts.add("urllib3", version);
  facts.add("other", "1.0");
  EXPECT_EQ(text_of(facts, question({"boto3>=1.28", "other", "urllib3<1.25"})),
            "error: no set of versions satisfies requirements.in\n"
            "  requirements.in:1 asks for boto3>=1.28\n"
            "  requirements.in:3 asks for urllib3<1.25\n"
            "  boto3 1.28.0 or later needs botocore>=1.31\n"
            "  botocore 1.31.0 or later needs urllib3<1.27,>=1.25.4\n"
            "hint: requirements.in:3 urllib3<1.26 would do (boto3 1.40.2, urllib3 1.25.4)\n"
            "hint: or requirements.in:1 boto3>=1.15 (boto3 1.15.18, urllib3 1.24.3)\n");
}

TEST(Conflict, KnowsModulesByTheirProjects) {
  UniverseFacts facts;
  facts.add("scikit-learn", "1.5");
  EXPECT_EQ(text_of(facts, question({"sklearn"})),
            "error: requirements.in:1: no package named \"sklearn\" on "
            "https://index.example/simple\n"
            "hint: scikit-learn provides the module sklearn\n");
  facts.add("requests", "1.0");
  EXPECT_EQ(text_of(facts, question({"requests", "reqeusts"})),
            "error: requirements.in:2: no package named \"reqeusts\" on "
            "https://index.example/simple\n"
            "hint: did you mean requests?\n");
}

TEST(Conflict, CallsPypiByItsNameAndNoOther) {
  EXPECT_EQ(index_names({"https://pypi.org/simple", "https://pypi.org/simple-mirror"}),
            "PyPI, https://pypi.org/simple-mirror");
  EXPECT_EQ(index_names({}), "the index");
  EXPECT_EQ(index_names({""}), "the index");
}

TEST(Conflict, NamesTheNewestVersionWhereNoneMatches) {
  UniverseFacts facts;
  facts.add("flask", "3.1.2").uploaded =
      std::chrono::sys_days(std::chrono::year(2025) / 8 / 19) + std::chrono::hours(3);
  facts.add("flask", "4.0rc1");
  EXPECT_EQ(text_of(facts, question({"flask>=9"})),
            "error: requirements.in:1: no version of flask matches >=9\n"
            "  newest is 3.1.2 (2025-08-19)\n"
            "hint: requirements.in:1 flask>=3.1 would do (flask 3.1.2)\n");
}

TEST(Conflict, NamesThePythonThatIsNeeded) {
  UniverseFacts facts;
  facts.add("numpy", "2.0.2").requires_python = ">=3.9";
  facts.add("numpy", "2.3.0").requires_python = ">=3.13";
  facts.add("numpy", "2.3.4").requires_python = ">=3.13";
  EXPECT_EQ(text_of(facts, question({"numpy>=2.3"})),
            "error: requirements.in:1: numpy>=2.3 has no version for Python 3.12\n"
            "  numpy 2.3.0 or later needs Python >=3.13\n"
            "hint: numpy 2.0.2 is the newest for 3.12; or --python-version 3.13\n");
}

/// As in a folder of wheels, whose listing says nothing of Pythons.
TEST(Conflict, NamesThePythonThatOnlyMetadataTell) {
  UniverseFacts facts;
  facts.add("numpy", "2.0.2").requires_python = ">=3.9";
  for (const char* version : {"2.3.0", "2.3.4"}) {
    Release& release = facts.add("numpy", version);
    release.requires_python = version == std::string("2.3.0") ? ">=3.13" : ">=3.14";
    release.page_tells_python = false;
  }
  EXPECT_THAT(text_of(facts, question({"numpy==2.3.0"})),
              ::testing::HasSubstr("  numpy 2.3.0 needs another Python: >=3.13\n"));
  EXPECT_THAT(
      text_of(facts, question({"numpy>=2.3"})),
      ::testing::HasSubstr("  numpy 2.3.0 or later needs another Python (2.3.4: >=3.14)\n"));
}

TEST(Conflict, NamesTheNearestPythonThatWouldDo) {
  const auto hint_for = [](const std::string& limit) {
    UniverseFacts facts;
    facts.add("numpy", "2.0.2");
    facts.add("numpy", "2.3.0").requires_python = limit;
    const std::string text = text_of(facts, question({"numpy>=2.3"}));
    return text.substr(std::min(text.find("hint: "), text.size()));
  };
  const std::string newest = "hint: numpy 2.0.2 is the newest for 3.12";
  EXPECT_EQ(hint_for("<3.11"), newest + "; or --python-version 3.10\n");
  EXPECT_EQ(hint_for(">=3.12.4,<3.13"), newest + "; or --python-version 3.12.13\n");
  EXPECT_EQ(hint_for(">=3.99"), newest + "\n");
  UniverseFacts facts;
  facts.add("numpy", "2.3.0").requires_python = ">=3.13";
  EXPECT_THAT(text_of(facts, question({"numpy"})),
              ::testing::EndsWith("hint: --python-version 3.13\n"));
}

TEST(Conflict, NamesThePlatformsThatWheelsExistFor) {
  UniverseFacts facts;
  facts.add("torch", "2.4.0").tags = {"cp312-cp312-manylinux_2_17_x86_64", "cp312-cp312-win_amd64"};
  ResolveRequest request = question({"torch==2.4.0"});
  request.target.platform.system = System::kMusllinux;
  request.target.platform.major = 1;
  request.target.platform.minor = 2;
  EXPECT_EQ(text_of(facts, request),
            "error: requirements.in:1: no usable file for torch==2.4.0 on cp312-musllinux-x86_64\n"
            "  torch 2.4.0 has wheels only for manylinux_2_17_x86_64, win_amd64\n"
            "hint: use a glibc image (not alpine), or another version\n");
}

TEST(Conflict, SaysThatABuildWouldBeNeeded8_2_6) {
  UniverseFacts facts;
  for (const char* version : {"1.0", "2.0"}) {
    facts.add("mylib", version).unavailable = {MetadataUnavailable::Reason::kNeedsBuild, "dynamic"};
  }
  EXPECT_EQ(text_of(facts, question({"mylib"})),
            "error: requirements.in:1: mylib: all 2 matching versions need a build to read their "
            "metadata\n"
            "  mylib 1.0, 2.0 need a build to read their metadata (2.0: dynamic)\n"
            "hint: --build-sdists runs their build code; or pin a version that has a wheel\n");
}

TEST(Conflict, ShowsTheWayOutWhereADependencyNeedsABuild) {
  UniverseFacts facts;
  facts.add("dag", "0.3", {"fuse>=3"});
  facts.add("fuse", "3.0.1").unavailable = {MetadataUnavailable::Reason::kNeedsBuild, "dynamic"};
  ResolveRequest request = question({"dag"});
  const std::string usual =
      "error: no set of versions satisfies requirements.in\n"
      "  requirements.in:1 asks for dag\n"
      "  dag 0.3 needs fuse>=3\n"
      "  fuse 3.0.1 needs a build to read its metadata: dynamic\n"
      "hint: --build-sdists runs their build code; or pin a version that has a wheel\n";
  EXPECT_EQ(text_of(facts, request), usual);
  request.options.strict_sdist_metadata = true;
  const std::string strict =
      "hint: or leave out --sdist-metadata strict: then what authors recorded in sdists is "
      "believed\n";
  EXPECT_EQ(text_of(facts, request), usual + strict);
  EXPECT_THAT(text_of(facts, question({"fuse"})), ::testing::Not(::testing::HasSubstr("strict")));
  request = question({"fuse"});
  request.options.strict_sdist_metadata = true;
  EXPECT_THAT(text_of(facts, request), ::testing::HasSubstr(strict));
}

TEST(Conflict, AdvisesNoBuildWhereOneFailed) {
  UniverseFacts facts;
  facts.add("fuse", "3.0.1").unavailable = {MetadataUnavailable::Reason::kNeedsBuild,
                                            "its build failed: no compiler"};
  ResolveRequest request = question({"fuse"});
  request.options.builds_sdists = true;
  EXPECT_EQ(text_of(facts, request),
            "error: requirements.in:1: fuse: the one matching version needs a build to read its "
            "metadata\n"
            "  fuse 3.0.1 needs a build to read its metadata: its build failed: no compiler\n"
            "hint: pin a version that has a wheel\n");
}

TEST(Conflict, BlamesWhatADependencyCannotHave) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b>=2"});
  facts.add("b", "1.0");
  facts.add("b", "2.0").requires_python = ">=3.13";
  facts.add("c", "1.0", {"missing"});
  EXPECT_EQ(text_of(facts, question({"a"})),
            "error: no set of versions satisfies requirements.in\n"
            "  requirements.in:1 asks for a\n"
            "  a 1.0 needs b>=2, but b 2.0 needs Python >=3.13\n"
            "hint: --python-version 3.13 would do (a 1.0)\n");
  EXPECT_EQ(text_of(facts, question({"c"})),
            "error: no set of versions satisfies requirements.in\n"
            "  requirements.in:1 asks for c\n"
            "  c 1.0 needs missing, but there is no package named \"missing\" on "
            "https://index.example/simple\n");
}

TEST(Conflict, NamesConstraintsAndUpgrades) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b>=2"});
  facts.add("b", "1.0");
  facts.add("b", "2.0");
  ResolveRequest request = question({"a"});
  request.inputs.constraints = input_lines({"b<2"}, "limits.txt");
  EXPECT_EQ(text_of(facts, request),
            "error: no set of versions satisfies requirements.in, limits.txt\n"
            "  requirements.in:1 asks for a\n"
            "  limits.txt:1 allows only b<2\n"
            "  a 1.0 needs b>=2\n"
            "hint: limits.txt:1 b<3 would do (a 1.0, b 2.0)\n");
}

TEST(Conflict, SaysWhoConsumedTheBudget8_2_13) {
  // Pigeons and holes: no solution, and no short proof of it.
  UniverseFacts facts;
  std::vector<std::string> lines;
  constexpr int kHoles = 7;
  for (int pigeon = 0; pigeon <= kHoles; ++pigeon) {
    const std::string name = "pigeon" + std::to_string(pigeon);
    for (int hole = 0; hole < kHoles; ++hole) {
      facts.add(name, std::to_string(hole + 1),
                {"hole" + std::to_string(hole) + "==" + std::to_string(pigeon + 1)});
    }
    lines.push_back(name);
  }
  for (int hole = 0; hole < kHoles; ++hole) {
    for (int pigeon = 0; pigeon <= kHoles; ++pigeon) {
      facts.add("hole" + std::to_string(hole), std::to_string(pigeon + 1));
    }
  }
  ResolveRequest request = question(lines);
  request.options.max_conflicts = 50;
  const auto outcome = checked_resolve(facts, request);
  ASSERT_TRUE(outcome);
  const auto* exhausted = std::get_if<Exhausted>(&*outcome);
  ASSERT_NE(exhausted, nullptr) << describe(outcome);
  EXPECT_EQ(exhausted->budget, Exhausted::Budget::kConflicts);
  EXPECT_GE(exhausted->conflicts, 50u);
  EXPECT_EQ(exhausted->busiest.size(), 3u);
}

TEST(Conflict, SaysWhichBudgetRanOut8_2_13) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b"});
  facts.add("b", "1.0");
  ResolveRequest request = question({"a"});
  request.options.max_fetches = 1;
  const auto few = checked_resolve(facts, request);
  const auto* unfetched = few ? std::get_if<Exhausted>(&*few) : nullptr;
  ASSERT_NE(unfetched, nullptr) << describe(few);
  EXPECT_EQ(unfetched->budget, Exhausted::Budget::kFetches);
  const Error error = exhausted_error(*unfetched);
  EXPECT_EQ(error.message, "gave up after 1 fetches without a solution");
  EXPECT_THAT(error.hints, ::testing::ElementsAre("raise --max-fetches"));

  request = question({"a"});
  request.options.max_time = std::chrono::milliseconds(0);
  const auto late = checked_resolve(facts, request);
  const auto* timed = late ? std::get_if<Exhausted>(&*late) : nullptr;
  ASSERT_NE(timed, nullptr) << describe(late);
  EXPECT_EQ(timed->budget, Exhausted::Budget::kTime);
  EXPECT_THAT(exhausted_error(*timed).hints, ::testing::ElementsAre("raise --max-seconds"));
}

}  // namespace
}  // namespace pincompile::testing
