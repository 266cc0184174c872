// --check and --all (behaviour.md 7): verdicts without network, from any directory.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Check : public ::testing::Test {
 protected:
  Check() {
    index.add("flask", "2.3.3", {{"click"}});
    index.add("flask", "3.1.3", {{"click>=8"}});
    index.add("click", "8.5.1");
    program.variables["PIP_INDEX_URL"] = index.url();
    program.write("requirements.in", "flask<3\n");
    EXPECT_EQ(program.run({}).status, 0);
    before = index.requests().size();
  }
  ~Check() override { EXPECT_EQ(index.requests().size(), before) << "--check asked the network"; }

  IndexServer index;
  Program program;
  std::size_t before = 0;
};

TEST_F(Check, FindsAFreshFileUpToDate7_2) {
  const ProgramAnswer answer = program.run({"--check"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(answer.err, "requirements-pinned.txt: up to date\n");
  EXPECT_THAT(program.run({"--check", "-q"}).err, IsEmpty());
}

TEST_F(Check, SaysWhatChangedInTheInputs8_2_15) {
  program.write("requirements.in", "flask>=3\n");
  const ProgramAnswer answer = program.run({"--check", "requirements.in"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err,
            "error: requirements-pinned.txt: requirements.in changed: flask>=3 has pin 2.3.3\n"
            "hint: run pin-compile requirements.in\n");
  program.write("requirements.in", "click\nsix\n");
  EXPECT_EQ(program.run({"--check"}).err,
            "error: requirements-pinned.txt: requirements.in changed: six has no pin\n"
            "  flask is pinned for requirements.in, which no longer names it\n"
            "hint: run pin-compile requirements.in\n");
}

TEST_F(Check, DoesNotMindCommentsAndBlankLines7_1) {
  program.write("requirements.in", "# web\n\nFlask < 3   # old\n");
  EXPECT_EQ(program.run({"--check"}).status, 0);
}

/// Nobody is asked for what stands in remote files, so only their URLs count.
TEST_F(Check, KnowsRemoteFilesByTheirUrls7_1) {
  const std::string root = index.root();
  index.serve("/base.in", "--pre\nclick\n-r more.in\n");
  index.serve("/more.in", "flask\n");
  index.serve("/limits.txt", "flask<3\n");
  const auto write = [&](const std::string& user, const std::string& limits) {
    program.write("requirements.in", "-r http://" + user + root.substr(7) + "/base.in\n-c " + root +
                                         "/" + limits + "\n");
  };
  write("", "limits.txt");
  ASSERT_EQ(program.run({}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"), HasSubstr("\nflask==2.3.3\n"));
  before = index.requests().size();
  const ProgramAnswer same = program.run({"--check"});
  EXPECT_EQ(same.status, 0);
  EXPECT_EQ(same.err, "note: " + root + "/base.in is not looked into: --check asks no network\n" +
                          "note: " + root +
                          "/limits.txt is not looked into: --check asks no network\n" +
                          "requirements-pinned.txt: up to date\n");
  write("me:secret@", "limits.txt");
  EXPECT_EQ(program.run({"--check"}).status, 0);
  write("", "other.txt");
  const ProgramAnswer other = program.run({"--check"});
  EXPECT_EQ(other.status, 1);
  EXPECT_THAT(other.err, HasSubstr("requirements.in changed: order, markers or options"));
}

TEST_F(Check, SaysWhichOptionsChanged) {
  const ProgramAnswer answer = program.run({"--check", "--generate-hashes"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(
      answer.err,
      StartsWith("error: requirements-pinned.txt: options changed: --generate-hashes added\n"));
}

TEST_F(Check, ComparesATargetOnlyIfItIsGiven) {
  program.variables["VIRTUAL_ENV"] = "/nowhere";
  EXPECT_EQ(program.run({"--check"}).status, 0);
  program.write("pin-compile.toml", "[tool.pin-compile]\npython-version = \"3.9\"\n");
  EXPECT_THAT(program.run({"--check"}).err, HasSubstr("  compiled for cp312-linux-"));
}

TEST_F(Check, NoticesEditedPinsAndMissingFiles) {
  program.write("requirements-pinned.txt", *program.read("requirements-pinned.txt") + "six==1.0\n");
  EXPECT_THAT(program.run({"--check"}).err,
              StartsWith("error: requirements-pinned.txt: edited by hand; pin-compile keeps edited "
                         "pins that fit\n"));
  program.write("requirements-pinned.txt", "flask==2.3.3\n");
  EXPECT_THAT(
      program.run({"--check"}).err,
      StartsWith("error: requirements-pinned.txt: has no fingerprint; run pin-compile once\n"));
  EXPECT_THAT(program.run({"--check", "-o", "other.txt"}).err,
              StartsWith("error: other.txt: does not exist\n"));
}

TEST_F(Check, GivesTheSameVerdictFromAnotherDirectory7_1) {
  program.write("sub/x", "");
  program.directory = "sub";
  EXPECT_EQ(program.run({"--check", "../requirements.in"}).status, 0);
}

TEST(CheckOnline, ListsWhatAnUpgradeWouldMove7_2) {
  IndexServer index;
  index.add("six", "1.0");
  Program program;
  program.variables["PIP_INDEX_URL"] = index.url();
  program.write("requirements.in", "six\n");
  ASSERT_EQ(program.run({}).status, 0);
  EXPECT_EQ(program.run({"--check", "--online"}).status, 0);
  index.add("six", "1.1");
  const std::string before = *program.read("requirements-pinned.txt");
  const ProgramAnswer answer = program.run({"--check", "--online", "--no-cache"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err, "error: requirements-pinned.txt: newer pins exist\n  six 1.0 -> 1.1\n");
  EXPECT_EQ(program.read("requirements-pinned.txt"), before);
}

class All : public Check {
 protected:
  All() {
    program.write("libs/a/base.in", "click\n");
    program.write("libs/a/dev.in", "-c base-pinned.txt\nflask\n");
    program.write("libs/b/requirements.in", "click\n");
    program.directory = "libs/a";
    EXPECT_EQ(program.run({"base.in", "dev.in"}).status, 0);
    program.directory = "";
    EXPECT_EQ(program.run({"libs/b/requirements.in"}).status, 0);
    before = index.requests().size();
  }
};

TEST_F(All, ChecksEveryFingerprintedFileBelow7_3) {
  const ProgramAnswer answer = program.run({"--all", "--check"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.err, HasSubstr("libs/a/base-pinned.txt: up to date\n"));
  EXPECT_THAT(answer.err, HasSubstr("libs/b/requirements-pinned.txt: up to date\n"));
  program.write("libs/b/requirements.in", "flask\n");
  EXPECT_EQ(program.run({"--all", "--check"}).status, 1);
}

TEST_F(All, CompilesThemWithTheirOwnCommandsAndChangesNothingTwice) {
  const std::string dev = *program.read("libs/a/dev-pinned.txt");
  program.write("libs/a/base.in", "click==8.5.1\n");
  ASSERT_EQ(program.run({"--all"}).status, 0);
  EXPECT_EQ(program.read("libs/a/dev-pinned.txt"), dev);
  const std::string base = *program.read("libs/a/base-pinned.txt");
  EXPECT_THAT(base, HasSubstr("#    pin-compile base.in\n"));
  const ProgramAnswer again = program.run({"--all"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_EQ(program.read("libs/a/base-pinned.txt"), base);
  EXPECT_EQ(program.run({"--all", "x.in"}).status, 2);
}

TEST_F(All, SkipsCustomCommandsAndRefusesForeignOptions) {
  program.write("c.in", "click\n");
  ASSERT_EQ(program.run({"c.in", "--custom-compile-command", "make pins"}).status, 0);
  EXPECT_THAT(program.run({"--all", "--check"}).err,
              HasSubstr("warning: c-pinned.txt is skipped: its custom command"));
  std::string text = *program.read("libs/b/requirements-pinned.txt");
  text.replace(text.find("pin-compile libs"), 11, "pin-compile --cache-dir=/x");
  program.write("libs/b/requirements-pinned.txt", text);
  EXPECT_EQ(program.run({"--all", "--check"}).status, 2);
}

}  // namespace
}  // namespace pincompile::testing
