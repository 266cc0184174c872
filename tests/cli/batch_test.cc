// `batch`: many questions, one process (behaviour.md 9.6).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "index_server.h"
#include "output/json_writer.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Batch : public ::testing::Test {
 protected:
  Batch() {
    index.add("shop", "2.4", {{"cart>=1.2"}});
    index.add("shop", "2.3", {{"cart>=1.2"}});
    index.add("cart", "2.0");
    index.add("cart", "1.5");
    index.add("old", "1.0", {{}, {}, "<3.12"});
    program.variables["PIN_COMPILE_INDEX_URL"] = index.url();
    program.variables["PIN_COMPILE_EMIT_INDEX_URL"] = "0";
  }

  std::vector<std::string> answers(const std::vector<std::string>& lines,
                                   std::vector<std::string> words = {}) {
    program.standard_input.clear();
    for (const std::string& line : lines) program.standard_input += line + "\n";
    words.insert(words.begin(), "batch");
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, 0) << answer.err;
    EXPECT_EQ(answer.err, "");
    std::vector<std::string> read;
    std::istringstream stream(answer.out);
    for (std::string line; std::getline(stream, line);) read.push_back(line);
    return read;
  }

  IndexServer index;
  Program program;
};

TEST_F(Batch, GivesTheBytesOfSingleRunsInOrder) {
  program.write("requirements.in", "shop\nold ; python_version < \"3.12\"\n");
  program.write("constraints.txt", "cart<2\n");
  std::vector<std::string> lines;
  std::vector<std::string> single;
  for (const std::string python : {"3.11", "3.12"}) {
    program.run({"-U", "--python-version=" + python, "-c", "constraints.txt", "requirements.in"});
    single.push_back(*program.read("requirements-pinned.txt"));
    lines.push_back(R"({"id": ")" + python +
                    R"(", "requirements": "shop\nold ; python_version < \"3.12\"\n", )"
                    R"("constraints": "cart<2\n", "options": {"python-version": ")" +
                    python + R"("}})");
  }
  program.write("requirements-pinned.txt", "shop==2.3\n");  // not the lines' business
  const auto read = answers(lines);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_THAT(read[0], StartsWith(R"({"id": "3.11", "status": 0, "output": )" +
                                  json_quoted(single[0]) + R"(, "stats": {"conflicts": )"));
  EXPECT_THAT(read[1],
              StartsWith(R"({"id": "3.12", "status": 0, "output": )" + json_quoted(single[1])));
}

TEST_F(Batch, ABadLineIsItsOwnAnswer) {
  const auto read = answers({
      R"({"id": 1, "requirements": "shop\n"})",
      "no object",
      R"([1, 2])",
      "",
      R"({"id": 2})",
      R"({"id": 3, "requirements": "shop\n", "extra": 1})",
      R"({"id": 4, "requirements": "==1\n"})",
      R"({"id": 5, "requirements": "shop\ncart<1\n"})",
      R"({"id": 6, "requirements": "nobody-has-this\n"})",
      R"({"id": [7, {"a": null}], "requirements": "cart\n", "constraints": null, "options": null})",
  });
  ASSERT_EQ(read.size(), 10u);
  EXPECT_THAT(read[0], StartsWith(R"({"id": 1, "status": 0, )"));
  for (std::size_t i = 1; i <= 3; ++i)
    EXPECT_THAT(read[i], StartsWith(R"({"id": null, "status": 2, "error": {"code": "parse", )"));
  EXPECT_THAT(read[4],
              StartsWith(R"({"id": 2, "status": 2, "error": {"code": "invalid_argument")"));
  EXPECT_THAT(read[5], HasSubstr("a line has no member extra"));
  EXPECT_THAT(read[6], StartsWith(R"({"id": 4, "status": 2, )"));
  EXPECT_THAT(read[6], HasSubstr(R"("file": "requirements.in", "line": 1)"));
  EXPECT_THAT(read[7], StartsWith(R"({"id": 5, "status": 1, "error": )"));
  EXPECT_THAT(read[8], StartsWith(R"({"id": 6, "status": 1, "error": )"));
  EXPECT_THAT(read[9], StartsWith(R"({"id": [7,{"a":null}], "status": 0, )"));
}

TEST_F(Batch, ExistingPinsAreKept) {
  const std::string existing = R"("existing": "shop==2.3\n")";
  const auto read = answers(
      {R"({"id": 1, "requirements": "shop\n", )" + existing + "}",
       R"({"id": 2, "requirements": "shop\n"})",
       R"({"id": 3, "requirements": "shop\n", "options": {"upgrade": true}, )" + existing + "}",
       R"({"id": 4, "requirements": "shop\n", "existing": "<<<<<<< a\n"})"});
  EXPECT_THAT(read[0], HasSubstr("shop==2.3"));
  EXPECT_THAT(read[1], HasSubstr("shop==2.4"));
  EXPECT_THAT(read[2], HasSubstr("shop==2.4"));
  EXPECT_THAT(read[3], StartsWith(R"({"id": 4, "status": 2, )"));
}

TEST_F(Batch, OptionsOfALineAreThoseOfTheCommandLine) {
  const auto read = answers(
      {R"({"id": 1, "requirements": "shop\n", "options": {"annotate": false, "header": false}})",
       R"({"id": 2, "requirements": "shop\n", "options": {"no-annotate": true, "no-header": true, "max-conflicts": 5}})",
       R"({"id": 3, "requirements": "shop\n", "options": {"upgrade-package": ["cart<2"], "header": false, "annotate": false}})",
       R"({"id": 4, "requirements": "shop\n", "options": {"objective": "best"}})",
       R"({"id": 5, "requirements": "shop\n", "options": {"header": "no"}})",
       R"({"id": 6, "requirements": "shop\n", "options": {"max-conflicts": true}})",
       R"({"id": 7, "requirements": "shop\n", "options": {"no-such": 1}})"},
      {"--python-version=3.12"});
  EXPECT_THAT(read[0], HasSubstr(R"("output": "cart==2.0\nshop==2.4\n")"));
  EXPECT_THAT(read[1], HasSubstr(R"("output": "cart==2.0\nshop==2.4\n")"));
  EXPECT_THAT(read[2], HasSubstr(R"("output": "cart==1.5\nshop==2.4\n")"));
  for (std::size_t i = 3; i < 7; ++i) EXPECT_THAT(read[i], HasSubstr(R"("status": 2)"));
}

TEST_F(Batch, ALineTouchesNoPathNoCredentialsNoCacheAndRunsNothing) {
  program.write("secret.txt", "cart\n");
  std::vector<std::string> lines = {R"({"requirements": "-r secret.txt\n"})",
                                    R"({"requirements": "-c secret.txt\nshop\n"})",
                                    R"({"requirements": "-e .\n"})"};
  for (const std::string option :
       {"output-file", "constraint", "override", "report", "record", "replay", "graph", "python",
        "target-dockerfile", "cert", "client-cert", "proxy", "keyring-provider", "cache-dir",
        "find-links", "config", "pip-args", "trusted-host", "jobs"})
    lines.push_back(R"({"requirements": "shop\n", "options": {")" + option +
                    R"(": "secret.txt"}})");
  for (const std::string flag : {"build-sdists", "no-cache", "refresh", "offline", "all", "check"})
    lines.push_back(R"({"requirements": "shop\n", "options": {")" + flag + R"(": true}})");
  for (const std::string url : {"https://me:pass@host/simple", "file:///tmp/simple", "/tmp"})
    lines.push_back(R"({"requirements": "shop\n", "options": {"index-url": ")" + url + R"("}})");
  for (const std::string& answer : answers(lines)) {
    EXPECT_THAT(answer, StartsWith(R"({"id": null, "status": 2, "error": )"));
    EXPECT_THAT(answer, Not(HasSubstr("cart==")));
    EXPECT_THAT(answer, Not(HasSubstr("pass@")));
  }
}

TEST_F(Batch, FilesOfTheCommandLineHoldForEveryLine) {
  program.write("limits.txt", "cart<2\n");
  const auto read = answers({R"({"requirements": "shop\n", "constraints": "shop<2.4\n"})",
                             R"({"requirements": "cart\n"})"},
                            {"-c", "limits.txt", "--no-header", "--no-annotate"});
  EXPECT_THAT(read,
              ElementsAre(HasSubstr(R"("cart==1.5\nshop==2.3\n")"), HasSubstr(R"("cart==1.5\n")")));
}

TEST_F(Batch, AsksForEachPageOnce) {
  const std::string line = R"({"requirements": "shop\n"})";
  answers({line, line, line});
  std::size_t pages = 0;
  for (const std::string& request : index.requests())
    pages += request.find("/simple/") != std::string::npos;
  EXPECT_EQ(pages, 2u);
}

TEST_F(Batch, AskedToUpgradeALineRevalidatesAsARunDoes) {
  const std::string plain = R"({"requirements": "shop\n"})";
  for (const std::string option : {R"("upgrade": true)", R"("upgrade-package": "shop")"}) {
    const std::string upgrade = R"({"requirements": "shop\n", "options": {)" + option + "}}";
    answers({plain});
    const std::size_t before = index.requests().size();
    answers({plain, plain});
    EXPECT_EQ(index.requests().size(), before) << "from the cache";
    const auto read = answers({plain, upgrade, plain, upgrade});
    EXPECT_EQ(index.requests().size(), before + 2) << "each page once";
    ASSERT_EQ(read.size(), 4u);
    EXPECT_EQ(read[1], read[3]);
  }
}

TEST_F(Batch, WarningsOfALineStandInItsAnswer) {
  index.add("gone", "1.0", {.yanked = "broken"});
  const std::string yanked = R"({"requirements": "gone==1.0\n"})";
  const auto read = answers({yanked, R"({"requirements": "cart\n"})", yanked});
  ASSERT_EQ(read.size(), 3u);
  EXPECT_THAT(read[0],
              HasSubstr(R"(, "warnings": ["gone==1.0 was yanked: \"broken\""], "stats":)"));
  EXPECT_THAT(read[1], Not(HasSubstr("warnings")));
  EXPECT_EQ(read[2], read[0]);
}

TEST_F(Batch, RefusesWhatIsForOneRun) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"batch", "requirements.in"},
                                             {"batch", "-o", "x"},
                                             {"batch", "--check"},
                                             {"batch", "-c", "missing.txt"}}) {
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, 2);
    EXPECT_THAT(answer.err, StartsWith("error: "));
  }
}

}  // namespace
}  // namespace pincompile::testing
