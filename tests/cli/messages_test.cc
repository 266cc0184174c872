// What users read when something is wrong, and the exit statuses (behaviour.md 1.3, 1.6, 8).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Messages : public ::testing::Test {
 protected:
  Messages() {
    index.add("flask", "3.1.2", {{}, {}, "", "", "2025-08-19T00:00:00Z"});
    index.add("numpy", "2.0.2", {{}, {}, ">=3.9"});
    index.add("numpy", "2.3.0", {{}, {}, ">=3.13"});
    index.add("torch", "2.4.0", {{}, {}, "", "", "2026-01-01T00:00:00Z", "cp312-cp312-win_amd64"});
    index.add("boto3", "1.28.0", {{"urllib3>=1.25"}});
    index.add("urllib3", "1.24.0");
    index.add("urllib3", "1.26.0");
    program.variables["PIP_INDEX_URL"] = index.url();
  }
  ProgramAnswer compile(const std::string& text, std::vector<std::string> words = {}) {
    program.write("requirements.in", text);
    words.push_back("requirements.in");
    return program.run(std::move(words));
  }

  IndexServer index;
  Program program;
};

TEST_F(Messages, ExplainAConflict8_2_1) {
  program.write("requirements-pinned.txt", "# mine\n");
  const ProgramAnswer answer = compile("boto3>=1.28\nurllib3<1.25\n");
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, StartsWith("error: no set of versions satisfies requirements.in\n"));
  EXPECT_THAT(answer.err, HasSubstr("requirements.in:2 asks for urllib3<1.25"));
  EXPECT_EQ(program.read("requirements-pinned.txt"), "# mine\n");
}

TEST_F(Messages, NameAMissingPackage8_2_2) {
  const ProgramAnswer answer = compile("flask\nsklearn\n");
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, StartsWith("error: requirements.in:2: no package named \"sklearn\""));
  EXPECT_THAT(answer.err, HasSubstr("hint: scikit-learn provides the module sklearn\n"));
}

TEST_F(Messages, CallAFolderThatIsMissingTroubleOfTheDisk1_6) {
  const ProgramAnswer answer = compile("flask\n", {"-q", "--record", "nope/run.tar.gz"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_EQ(answer.err, "error: cannot write nope/run.tar.gz (no such folder)\n");
}

TEST_F(Messages, SayWhereThePythonIsChosen) {
  EXPECT_THAT(compile("python>=3.8\nflask\n").err,
              HasSubstr("hint: --python-version chooses the Python; leave the line out\n"));
}

TEST_F(Messages, AreNeverAsLongAsTheFilesTheyQuote) {
  const ProgramAnswer answer = compile("flask\n" + std::string(1000000, '(') + "\n");
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, StartsWith("error: requirements.in:2: \"((("));
  EXPECT_LT(answer.err.size(), 10000u);
}

TEST_F(Messages, TellALoginPageFromAnIndex) {
  index.serve("/flask/", "<!DOCTYPE html><html><body>Please log in</body></html>", "text/html");
  const ProgramAnswer answer = compile("flask\n", {"-i", index.root() + "/"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_EQ(answer.err, "error: " + index.root() +
                            "/flask/ is no page of flask: it lists no files\nhint: an index's URL "
                            "mostly ends in /simple/; a page that asks for a login looks like this, "
                            "too\n");
}

TEST_F(Messages, SayThatNoIndexIsAsked8_2_2) {
  const char* const expected =
      "error: requirements.in:1: no place to look for \"flask\": no index is asked\n"
      "hint: leave out --no-index, or name a folder that holds files of it with --find-links\n";
  const ProgramAnswer answer = compile("flask\n", {"--no-index", "--record", "run.tar.gz"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err, expected);
  EXPECT_EQ(program.run({"--replay", "run.tar.gz"}).err, expected);
  program.write("here/pyproject.toml",
                "[project]\nname = \"here\"\nversion = \"1\"\ndependencies = [\"flask\"]\n");
  EXPECT_THAT(compile("./here\n", {"--no-index"}).err,
              AllOf(HasSubstr("there is no place to look for \"flask\": no index is asked\n"),
                    HasSubstr("hint: leave out --no-index, or name")));
}

TEST_F(Messages, NameTheNewestWhereNothingMatches8_2_3) {
  const ProgramAnswer answer = compile("flask>=9\n");
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, StartsWith("error: requirements.in:1: no version of flask matches >=9\n  "
                                     "newest is 3.1.2 (2025-08-19)\n"));
}

TEST_F(Messages, ListTheDigestsThereAre4_9) {
  const ProgramAnswer answer =
      compile("flask --hash=sha256:" + std::string(64, '0') + "\n", {"-q"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_EQ(answer.err,
            "error: requirements.in:1: no usable version of flask\n"
            "  flask 3.1.2 has no file with a digest of the inputs\n"
            "  flask 3.1.2 is listed with sha256:" +
                IndexServer::digest("flask", "3.1.2") + "\n");
}

TEST_F(Messages, NameThePythonThatIsNeeded8_2_4) {
  const ProgramAnswer answer = compile("numpy>=2.3\n");
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, HasSubstr("numpy>=2.3 has no version for Python 3.12"));
  EXPECT_THAT(answer.err,
              HasSubstr("hint: numpy 2.0.2 is the newest for 3.12; or --python-version 3.13\n"));
}

TEST_F(Messages, NameThePlatformsThereAre8_2_5) {
  const ProgramAnswer answer =
      compile("torch==2.4.0\n", {"--platform", "musllinux_1_2_x86_64", "--python-version", "3.12"});
  EXPECT_EQ(answer.status, 1);
  EXPECT_THAT(answer.err, HasSubstr("no usable file for torch==2.4.0 on cp312"));
  EXPECT_THAT(answer.err, HasSubstr("win_amd64"));
}

TEST_F(Messages, ListUpToTenBrokenLines8_1) {
  const ProgramAnswer answer = compile("flask\nrequests=2.32.0\n-x\n");
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err,
              StartsWith("error: requirements.in:2: \"requests=2.32.0\" is not a requirement\n"));
  EXPECT_THAT(answer.err, HasSubstr("hint: write requests==2.32.0\n"));
  EXPECT_THAT(answer.err, HasSubstr("requirements.in:3"));
}

TEST_F(Messages, SayWhereAnIncludeWasLookedFor8_2_8) {
  program.write("libs/dev.in", "-r base.in\n");
  const ProgramAnswer answer = program.run({"libs/dev.in"});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(
      answer.err,
      StartsWith(
          "error: libs/dev.in:1: cannot open base.in (no such file)\n  looked for libs/base.in; "));
}

TEST_F(Messages, ShowTheCircleOfIncludes8_2_9) {
  program.write("a.in", "-r b.in\n");
  program.write("b.in", "\n\n-r a.in\n");
  const ProgramAnswer answer = program.run({"a.in"});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, HasSubstr("a.in includes itself: a.in:1 -> b.in:3 -> a.in\n"));
}

TEST_F(Messages, SuggestTheOptionThatWasMeant8_2_10) {
  const ProgramAnswer answer = program.run({"--exclude-newr", "7d"});
  EXPECT_EQ(answer.status, 2);
  EXPECT_EQ(answer.err,
            "error: unknown option --exclude-newr\n"
            "hint: did you mean --exclude-newer (same as --uploaded-prior-to)?\n");
}

TEST_F(Messages, SayThatAHostCannotBeReached8_2_11) {
  const ProgramAnswer answer =
      compile("flask\n", {"-i", "http://127.0.0.1:1/simple", "--retries", "0"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, StartsWith("error: cannot reach 127.0.0.1"));
}

TEST_F(Messages, SayThatAccessWasRefused8_2_12) {
  index.require_user("bob", "s3cret");
  const ProgramAnswer answer = compile("flask\n");
  EXPECT_EQ(answer.status, 4);
  EXPECT_THAT(answer.err, HasSubstr("refused access (401)"));
}

TEST_F(Messages, RefuseOptionsOfOtherTools1_3) {
  struct Case {
    std::vector<std::string> words;
    std::string error;
  };
  const Case cases[] = {
      {{"--universal"},
       "error: --universal (of uv) is not supported: one target per file for now\nhint: compile "
       "once per target "},
      {{"--build-deps-for", "wheel"},
       "error: --build-deps-for (of pip-compile) is not supported: "},
      {{"--no-build-isolation"}, "error: --no-build-isolation (of pip-compile) is not supported: "},
      {{"--resolver=legacy"},
       "error: --resolver=legacy (of pip-compile) is not supported: there is one resolver\nhint: "
       "drop the option\n"},
      {{"--index-strategy", "unsafe-first-match"},
       "error: --index-strategy unsafe-first-match (of uv) is not supported: "},
      {{"--torch-backend=cpu"}, "error: --torch-backend (of uv) is not supported: "},
      {{"--no-deps"}, "error: --no-deps (of uv) is not supported: it is planned\n"},
      {{"--prerelease", "named"},
       "error: --prerelease named (of pip) is not supported: it is planned\nhint: "
       "--prerelease-package NAME=allow"},
      {{"--platform", "linux", "--platform", "windows"},
       "error: several --platform (of uv) is not supported: "},
      {{"-C", "x=y"}, "error: -C (of pip and uv) is not supported: "},
  };
  program.write("requirements.in", "flask\n");
  for (const Case& one : cases) {
    const ProgramAnswer answer = program.run(one.words);
    EXPECT_EQ(answer.status, 2) << one.words.front() << "\n" << answer.err;
    EXPECT_THAT(answer.err, StartsWith(one.error));
  }
  EXPECT_THAT(index.requests(), IsEmpty());
}

TEST_F(Messages, RefuseContradictions) {
  program.write("requirements.in", "flask\n");
  program.write("other.in", "flask\n");
  const std::vector<std::vector<std::string>> cases = {
      {"--online"},
      {"--check", "--dry-run"},
      {"--offline", "--refresh"},
      {"--offline", "--no-cache"},
      {"--record", "x", "--replay", "y"},
      {"--no-index", "-i", "http://127.0.0.1:1/"},
      {"--target-stage", "x"},
      {"--dockerfile-arg", "X=1"},
      {"--report", "r.json", "requirements.in", "other.in"},
      {"-o", "requirements.in", "requirements.in"},
      {"requirements.in", "requirements.txt", "requirements.in"},
      {"--timeout", "soon"},
      {"--cache-size", "much"},
      {"--output-file"},
      {"--header=no"},
      {"--objective", "best"},
      {"--upgrade-package", "=1"},
      {"--prerelease-package", "x"},
      {"--uploaded-prior-to-package", "x"},
      {"--python-version", "three"},
      {"--platform", "amiga"},
      {"--config", "missing.toml"},
      {"missing.in"},
      {"cache"},
      {"cache", "eat"},
      {"why"},
      {"why", "=="},
  };
  for (const auto& words : cases) {
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, 2) << ::testing::PrintToString(words) << "\n" << answer.err;
    EXPECT_THAT(answer.err, StartsWith("error: ")) << ::testing::PrintToString(words);
  }
  EXPECT_THAT(index.requests(), IsEmpty());
}

TEST_F(Messages, ColourOnlyWhenAsked1_6) {
  program.write("requirements.in", "flask\n");
  EXPECT_THAT(program.run({"--universal"}).err, StartsWith("error: "));
  program.variables["FORCE_COLOR"] = "1";
  EXPECT_THAT(program.run({"--universal"}).err, StartsWith("\x1b[31merror:\x1b[0m "));
  EXPECT_THAT(program.run({"--objective", "x", "--color=never"}).err, HasSubstr("error:"));
}

TEST_F(Messages, PrintHelpAndVersionOnStandardOutput) {
  const ProgramAnswer help = program.run({"--help"});
  EXPECT_EQ(help.status, 0);
  EXPECT_THAT(help.err, IsEmpty());
  EXPECT_THAT(help.out, HasSubstr("  -o, --output-file FILE"));
  EXPECT_THAT(program.run({"--version"}).out, StartsWith("pin-compile "));
  EXPECT_EQ(program.run({"-h"}).out, help.out);
}

TEST_F(Messages, AskForASourceIfThereIsNone) {
  const ProgramAnswer answer = program.run({});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, StartsWith("error: no source given, and none of requirements.in, "));
}

}  // namespace
}  // namespace pincompile::testing
