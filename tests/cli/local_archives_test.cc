// Requirements that are wheels on this disk: found from every directory, and named in outputs as
// the source names them (behaviour.md 3.5, 7.3).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_server.h"
#include "program.h"
#include "support/digest.h"
#include "test_archives.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;

constexpr const char* kWheel = "wheels/x-1.0-py3-none-any.whl";

class LocalArchives : public ::testing::Test {
 protected:
  LocalArchives() {
    index.add("click", "8.5.1");
    index.add("six", "1.17.0");
    program.variables["PIP_INDEX_URL"] = index.url();
  }
  /// A project folder whose source names a wheel beside it; the wheel needs `needed`.
  void add_project(const std::string& folder, const std::string& needed) {
    program.write(folder + "/" + kWheel, make_wheel("x", "1.0", "Requires-Dist: " + needed + "\n"));
    program.write(folder + "/requirements.in", std::string("./") + kWheel + "\n");
  }

  IndexServer index;
  Program program;
};

TEST_F(LocalArchives, AreTheirOwnProjectsUnderAll7_3) {
  const std::vector<std::string> folders = {"a", "libs/b"};
  std::vector<std::string> alone;
  for (const std::string& folder : folders) {
    add_project(folder, folder == "a" ? "click" : "six");
    program.directory = folder;
    ASSERT_EQ(program.run({"--generate-hashes"}).status, 0);
    program.directory = "";
    const std::string output = folder + "/requirements-pinned.txt";
    alone.push_back(*program.read(output));
    std::string old = alone.back();
    old.replace(old.find("==") + 2, 1, "0");  // no version of click or six
    program.write(output, old);
  }
  const ProgramAnswer answer = program.run({"--all"});
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_EQ(program.read("a/requirements-pinned.txt"), alone[0]);
  EXPECT_EQ(program.read("libs/b/requirements-pinned.txt"), alone[1]);
  EXPECT_THAT(alone[0], HasSubstr(std::string("\nx @ ./") + kWheel + " \\\n    --hash=sha256:" +
                                  to_hex(sha256(*program.read(std::string("a/") + kWheel)))));
  EXPECT_THAT(alone[0], HasSubstr("\nclick==8.5.1 "));
  EXPECT_THAT(alone[1], HasSubstr("\nsix==1.17.0 "));
}

TEST_F(LocalArchives, OfAPyprojectLieBesideIt5_4) {
  add_project("lib", "click");
  program.write("lib/pyproject.toml",
                std::string("[tool.poetry]\nname = \"lib\"\nversion = \"1\"\n"
                            "[tool.poetry.dependencies]\nx = {path = \"") +
                    kWheel + "\"}\n");
  const ProgramAnswer answer = program.run({"lib/pyproject.toml", "--generate-hashes", "-o", "-"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("\nclick==8.5.1 "));
}

TEST_F(LocalArchives, AreArchivesInPylock9_2) {
  add_project(".", "click");
  ASSERT_EQ(program.run({"-o", "pylock.toml"}).status, 0);
  EXPECT_THAT(*program.read("pylock.toml"),
              HasSubstr(std::string("\narchive = {path = \"") + kWheel +
                        "\", hashes = {sha256 = \"" + to_hex(sha256(*program.read(kWheel)))));
}

}  // namespace
}  // namespace pincompile::testing
