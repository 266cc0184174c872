// Requirements that are wheels on this disk: found from every directory, named in outputs as the
// source names them, and recorded like everything else (behaviour.md 3.5, 7.3, 9.5).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "index_server.h"
#include "program.h"
#include "support/digest.h"
#include "test_archives.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

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
  EXPECT_THAT(alone[0], HasSubstr(std::string("\n./") + kWheel + " \\\n    --hash=sha256:" +
                                  to_hex(sha256(*program.read(std::string("a/") + kWheel)))));
  EXPECT_THAT(alone[0], HasSubstr("\nclick==8.5.1 "));
  EXPECT_THAT(alone[1], HasSubstr("\nsix==1.17.0 "));
}

TEST_F(LocalArchives, OfAPyprojectLieBesideIt5_4) {
  add_project("lib", "click");
  program.write("lib/pyproject.toml", std::string("[tool.poetry]\nname = \"lib\"\nversion = \"1\"\n"
                                                  "[tool.poetry.dependencies]\nx = {path = \"") +
                                          kWheel + "\"}\n");
  const ProgramAnswer answer = program.run({"lib/pyproject.toml", "--generate-hashes", "-o", "-"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.out, HasSubstr("\nclick==8.5.1 "));
  EXPECT_THAT(answer.out, HasSubstr(std::string("\n./lib/") + kWheel + " \\\n"));
}

/// A replay in an empty folder gives the bytes of the recorded run.
TEST_F(LocalArchives, AndDirectoriesAreNotNeededForAReplay9_5) {
  index.serve("/remote.in", "six\n");
  const std::string sources[] = {
      std::string("./") + kWheel + "\n",
      "./lib\n-e ./old\n",
      std::string("x @ ") + index.root() + "/x-1.0-py3-none-any.whl\n",
      "-r " + index.root() + "/remote.in\n",
      "--extra-index-url mirror\nsix\n",
  };
  index.serve("/x-1.0-py3-none-any.whl", make_wheel("x", "1.0", "Requires-Dist: six\n"));
  for (const std::string& source : sources) {
    program.directory = "";
    add_project("here", "click");
    program.write("here/lib/pyproject.toml",
                  "[project]\nname = \"lib\"\nversion = \"1\"\ndynamic = [\"dependencies\"]\n"
                  "[tool.setuptools.dynamic]\ndependencies = {file = [\"needs.txt\"]}\n");
    program.write("here/lib/needs.txt", "click\n");
    program.write("here/old/setup.py", "import setuptools\n");
    program.write("here/old/setup.cfg", "[metadata]\nname = old\nversion = 1\n");
    program.write("here/mirror/x", "");
    program.write("here/requirements.in", source);
    program.directory = "here";
    const ProgramAnswer first = program.run({"--generate-hashes", "--record", "../run.tar.gz"});
    ASSERT_EQ(first.status, 0) << source << first.err;
    const auto recorded = program.read("here/requirements-pinned.txt");
    std::filesystem::remove_all(program.folder() / "work/here");
    program.directory = "";
    program.write("here/x", "");
    program.directory = "here";
    const std::size_t asked = index.requests().size();
    const ProgramAnswer again =
        program.run({"--replay", "../run.tar.gz", "-o", "requirements-pinned.txt"});
    EXPECT_EQ(again.status, 0) << source << again.err;
    EXPECT_EQ(program.read("here/requirements-pinned.txt"), recorded) << source;
    EXPECT_EQ(index.requests().size(), asked);
  }
}

/// A report tells what is installed; it is no reason to fetch files, and none to miss them.
TEST_F(LocalArchives, HaveTheirDigestsInAReport9_1) {
  add_project(".", "click");
  index.serve("/y-1.0-py3-none-any.whl", make_wheel("y", "1.0", ""));
  program.write("requirements.in",
                std::string("./") + kWheel + "\ny @ " + index.root() + "/y-1.0-py3-none-any.whl\n");
  ASSERT_EQ(program.run({"--report", "report.json", "--record", "run.tar.gz"}).status, 0);
  const std::string digest = to_hex(sha256(*program.read(kWheel)));
  const std::string report = *program.read("report.json");
  EXPECT_THAT(report, HasSubstr("\"hashes\": {\n            \"sha256\": \"" + digest));
  EXPECT_THAT(report,
              HasSubstr("\"filename\": \"y-1.0-py3-none-any.whl\",\n            \"url\": \"" +
                        index.root() + "/y-1.0-py3-none-any.whl\"\n"));
  std::filesystem::remove(program.folder() / "work" / kWheel);
  const ProgramAnswer again = program.run({"--replay", "run.tar.gz", "--report", "again.json"});
  EXPECT_EQ(again.status, 0) << again.err;
  EXPECT_THAT(*program.read("again.json"), HasSubstr(digest));
}

TEST_F(LocalArchives, AreNotRecordedWhereAVariableNamesThem8_1) {
  add_project(".", "click");
  program.variables["WHERE"] = "wheels";
  program.write("requirements.in", "${WHERE}/x-1.0-py3-none-any.whl\n");
  ASSERT_EQ(program.run({"--record", "run.tar.gz", "-q", "-o", "-"}).status, 0);
  const std::string unpack = "gzip -dkf " + (program.folder() / "work/run.tar.gz").string();
  ASSERT_EQ(std::system(unpack.c_str()), 0);
  EXPECT_THAT(*program.read("run.tar"), Not(HasSubstr("wheels")));
}

TEST_F(LocalArchives, AreArchivesInPylock9_2) {
  add_project(".", "click");
  ASSERT_EQ(program.run({"-o", "pylock.toml"}).status, 0);
  EXPECT_THAT(*program.read("pylock.toml"),
              HasSubstr(std::string("\narchive = {path = \"") + kWheel +
                        "\", hashes = {sha256 = \"" + to_hex(sha256(*program.read(kWheel)))));
}

// To pip `x @ ./path` is no requirement, so a path stands alone; its name is known all the same.
TEST_F(LocalArchives, AndDirectoriesStandAsPathsInOutputsThatServeAsConstraints2_5) {
  add_project(".", "click");
  program.write("libs/core/pyproject.toml",
                "[project]\nname = \"core\"\nversion = \"1\"\ndependencies = [\"six\"]\n"
                "optional-dependencies = {more = []}\n");
  program.write("web.in", std::string("x @ ./") + kWheel + "\n./libs/core[more]\n");
  program.write("dev.in", "-c web-pinned.txt\ncore\n");
  const ProgramAnswer answer = program.run({"--no-header", "web.in", "dev.in"});
  ASSERT_EQ(answer.status, 0) << answer.err;
  const std::string web = *program.read("web-pinned.txt");
  EXPECT_THAT(web, HasSubstr("\n./libs/core[more]\n"));
  EXPECT_THAT(web, HasSubstr(std::string("\n./") + kWheel + "\n"));
  EXPECT_THAT(*program.read("dev-pinned.txt"), HasSubstr("./libs/core\n"));
}

TEST_F(LocalArchives, ThatAreNotForTheTargetAreRefused4_5) {
  program.write("wheels/x-1.0-py3-none-win_amd64.whl", make_wheel("x", "1.0", ""));
  program.write("requirements.in", "./wheels/x-1.0-py3-none-win_amd64.whl\n");
  const ProgramAnswer answer =
      program.run({"--platform", "linux/amd64", "--python-version", "3.12", "-o", "-"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, HasSubstr("error: requirements.in:1: x-1.0-py3-none-win_amd64.whl is not "
                                    "for cp312-linux-x86_64\n"));
  EXPECT_EQ(program.run({"--platform", "windows", "--python-version", "3.12", "-o", "-"}).status,
            0);
}

TEST_F(LocalArchives, WithBlanksInTheirPathsStayEditable2_5) {
  program.write("my libs/x/pyproject.toml", "[project]\nname = \"x\"\nversion = \"1\"\n");
  program.write("requirements.in", "-e \"./my libs/x\"\n");
  const ProgramAnswer answer = program.run({"--no-header"});
  ASSERT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(*program.read("requirements-pinned.txt"), HasSubstr("-e \"./my libs/x\"\n"));
  EXPECT_EQ(program.run({"requirements-pinned.txt", "-o", "-"}).status, 0);
}

TEST_F(LocalArchives, ThatNeedAnotherPythonAreToldWithIt3_5) {
  program.write(kWheel, make_wheel("x", "1.0", "Requires-Python: <3.8\n"));
  program.write("requirements.in", std::string("./") + kWheel + "\n");
  const ProgramAnswer answer = program.run({"-o", "-"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, HasSubstr("\n  x 1.0 needs Python <3.8\n"
                                    "hint: --python-version 3.7 would do (x 1.0)\n"));
}

TEST_F(LocalArchives, ThatContradictALineAreToldWithTheirs8_2) {
  program.write(kWheel, make_wheel("x", "1.0", ""));
  program.write("requirements.in", std::string("x>=2\n./") + kWheel + "\n");
  const ProgramAnswer answer = program.run({"-o", "-"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, HasSubstr(std::string("\n  requirements.in:1 asks for x>=2\n"
                                                "  requirements.in:2 gives ./") +
                                    kWheel + ", which is x 1.0\n"));
}

TEST_F(LocalArchives, AreNamedAsWrittenAlsoWhereAVariableStands2_5) {
  add_project(".", "click");
  program.variables["WHERE"] = (program.folder() / "work").string();
  program.write("requirements.in", std::string("${WHERE}/") + kWheel + "[e] ; os_name != \"nt\"\n");
  const ProgramAnswer answer = program.run({"--no-header", "-o", "-"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.out,
              HasSubstr(std::string("\n${WHERE}/") + kWheel + "[e] ; os_name != \"nt\"\n"));
}

TEST_F(LocalArchives, AreThoseWhoseDigestTheirLineGives4_9) {
  program.write(kWheel, make_wheel("x", "1.0", ""));
  const std::string digest = to_hex(sha256(*program.read(kWheel)));
  const std::string other(64, '0');
  const std::string line = std::string("./") + kWheel + " --hash=sha256:";
  program.write("requirements.in", line + other + " --hash=sha256:" + digest + "\n");
  EXPECT_EQ(program.run({"-o", "-"}).status, 0);
  program.write("requirements.in", line + other + "\n");
  const ProgramAnswer answer = program.run({"-o", "out.txt"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(
      answer.err,
      "error: requirements.in:1: x-1.0-py3-none-any.whl has none of the digests that are given "
      "for it\n"
      "  file: sha256:" +
          digest + ", given: sha256:" + other + "\n");
  EXPECT_FALSE(program.exists("out.txt"));
}

TEST_F(LocalArchives, OfAFolderAreExemptFromCutoffsInSilence4_8) {
  program.write("wheels/x-1.0-py3-none-any.whl", make_wheel("x", "1.0", ""));
  program.write("requirements.in", "x\n");
  const ProgramAnswer answer = program.run(
      {"--no-index", "-f", "wheels", "--uploaded-prior-to", "2020-01-01", "-o", "-", "-q"});
  EXPECT_THAT(answer.out, HasSubstr("\nx==1.0\n"));
  EXPECT_EQ(answer.err, "");
}

TEST_F(LocalArchives, OfAFolderThatIsNotThereAreDiskTrouble1_6) {
  program.write("requirements.in", "x\n");
  const ProgramAnswer answer = program.run({"--no-index", "-f", "wheels", "-o", "-"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, HasSubstr("error: cannot list "));
}

}  // namespace
}  // namespace pincompile::testing
