// Levels of options: command line, variables, configuration, host settings (behaviour.md 1.4).
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Config : public ::testing::Test {
 protected:
  Config() {
    index.add("six", "1.0");
    index.add("six", "1.1rc1");
    program.write("requirements.in", "six\n");
    program.variables["PIP_INDEX_URL"] = index.url();
  }
  std::string header(std::vector<std::string> words = {}) {
    const ProgramAnswer answer = program.run(std::move(words));
    EXPECT_EQ(answer.status, 0) << answer.err;
    const std::string text = program.read("requirements-pinned.txt").value_or("");
    const std::size_t at = text.find("#    ");
    return at == std::string::npos ? text : text.substr(at + 5, text.find('\n', at) - at - 5);
  }

  IndexServer index;
  Program program;
};

TEST_F(Config, ShowsOptionsOfLevelsOneToThreeAndHidesHostSettings2_2) {
  EXPECT_EQ(header(), "pin-compile requirements.in");
  program.write("pin-compile.toml",
                "[tool.pin-compile]\npre = true\nannotate = false\nno-fingerprint = true\n");
  EXPECT_EQ(header(), "pin-compile --no-annotate --no-fingerprint --pre requirements.in");
  program.variables["PIN_COMPILE_PRE"] = "0";
  program.variables["PIN_COMPILE_ANNOTATION_STYLE"] = "line";
  EXPECT_EQ(header({"--annotate"}),
            "pin-compile --annotation-style=line --no-fingerprint --pre requirements.in");
}

TEST_F(Config, RefusesAPipConfThatPipRefuses) {
  program.variables["PIP_CONFIG_FILE"] = (program.folder() / "work/pip.conf").string();
  program.write("pip.conf", "[global]\nindex-url\n");
  const ProgramAnswer answer = program.run({});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, HasSubstr("pip.conf:2: \"index-url\" is not KEY = VALUE\n"));
}

TEST_F(Config, RefusesWhatAPipToolsTableSwitchesOffInVain1_3) {
  program.write("pyproject.toml", "[tool.pip-tools]\nbuild-isolation = true\n");
  EXPECT_EQ(program.run({}).status, 0);
  program.write("pyproject.toml", "[tool.pip-tools]\nbuild-isolation = false\n");
  const ProgramAnswer answer = program.run({});
  EXPECT_EQ(answer.status, 2);
  EXPECT_THAT(answer.err, HasSubstr("error: pyproject.toml:2: build-isolation = false (of "
                                    "pip-compile) is not supported: "));
}

TEST_F(Config, HostSettingsLeaveNoTraceInOutputs1_4) {
  index.add("six", "2.0");
  program.write("requirements.in", "six<2\n");
  ASSERT_EQ(program.run({}).status, 0);
  const std::string without = *program.read("requirements-pinned.txt");
  program.write("limits.txt", "-c more.txt\n");
  program.write("more.txt", "six<2\n");
  program.variables["PIP_CONSTRAINT"] = "limits.txt";
  program.variables["PIP_ONLY_BINARY"] = ":all:";
  const ProgramAnswer answer = program.run({"-U"});
  EXPECT_EQ(answer.status, 0);
  EXPECT_THAT(
      answer.err,
      HasSubstr("warning: constraints of PIP_CONSTRAINT or pip.conf are used: limits.txt\n"));
  EXPECT_EQ(*program.read("requirements-pinned.txt"), without);
  EXPECT_EQ(program.run({"--check"}).status, 0);
}

TEST_F(Config, ReadsTheFirstConfigurationFound) {
  program.write("pyproject.toml", "[tool.pip-tools]\nstrip-extras = true\n");
  const ProgramAnswer answer = program.run({});
  EXPECT_THAT(answer.err,
              HasSubstr("note: options are read from [tool.pip-tools] of pyproject.toml\n"));
  program.write("pyproject.toml", "[tool.pin-compile]\nno-header = true\n");
  ASSERT_EQ(program.run({}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"), StartsWith("six==1.0\n"));
  ASSERT_EQ(program.run({"--no-config"}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"), StartsWith("#\n"));
  program.write("conf/my.toml",
                "[tool.pin-compile]\nannotate = false\nsrc-files = [\"../requirements.in\"]\n");
  EXPECT_EQ(header({"--config", "conf/my.toml"}),
            "pin-compile --config=conf/my.toml --no-annotate conf/../requirements.in");
}

TEST_F(Config, RefusesUnknownKeysAndWrongTypes) {
  program.write("pin-compile.toml", "[tool.pin-compile]\ngenerate-hash = true\n");
  const ProgramAnswer unknown = program.run({});
  EXPECT_EQ(unknown.status, 2);
  EXPECT_EQ(unknown.err,
            "error: pin-compile.toml:2: unknown key generate-hash\nhint: did you mean "
            "generate-hashes?\n");
  program.write("pin-compile.toml", "[tool.pin-compile]\nheader = \"no\"\n");
  EXPECT_EQ(program.run({}).err, "error: pin-compile.toml:2: header needs true or false\n");
  program.write("pin-compile.toml", "[tool.pin-compile]\nuniversal = true\n");
  EXPECT_THAT(program.run({}).err,
              StartsWith("error: pin-compile.toml:2: universal (of uv) is not supported: "));
}

TEST_F(Config, RefusesVariablesThatNameNothing) {
  program.variables["PIN_COMPILE_HASHES"] = "1";
  EXPECT_EQ(program.run({}).status, 2);
  program.variables.erase("PIN_COMPILE_HASHES");
  program.variables["PIN_COMPILE_PRE"] = "maybe";
  EXPECT_THAT(program.run({}).err, StartsWith("error: PIN_COMPILE_PRE cannot be \"maybe\"\n"));
}

TEST_F(Config, UsesPipConfBelowEverythingElse) {
  program.variables.erase("PIP_INDEX_URL");
  program.variables["PIP_CONFIG_FILE"] = (program.folder() / "work/pip.conf").string();
  program.write("pip.conf",
                "[global]\nindex-url = http://127.0.0.1:1/simple\n[install]\nindex-url = " +
                    index.url() + "\n");
  const ProgramAnswer answer = program.run({});
  EXPECT_EQ(answer.status, 0) << answer.err;
  EXPECT_THAT(answer.err,
              HasSubstr("note: an index of pip.conf or a PIP_ variable was used but not written"));
  ASSERT_EQ(program.run({"--emit-index-url"}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"),
              HasSubstr("--index-url " + index.url() + "\n"));
}

TEST_F(Config, NeverPrintsUserPartsOfUrls8_1) {
  index.require_user("bob", "s3cret");
  const std::string url = "http://bob:s3cret@" + index.host() + "/simple/";
  const ProgramAnswer answer = program.run({"-i", url, "-vv", "--report", "report.json"});
  EXPECT_EQ(answer.status, 0) << answer.err;
  for (const std::string& text :
       {answer.err, *program.read("requirements-pinned.txt"), *program.read("report.json")})
    EXPECT_THAT(text, Not(HasSubstr("s3cret")));
  EXPECT_THAT(*program.read("requirements-pinned.txt"),
              HasSubstr("--index-url='http://****@" + index.host()));
}

TEST_F(Config, ExpandsVariablesForUseAndWritesThemUnexpanded2_4) {
  program.variables["THE_HOST"] = index.host();
  program.write("requirements.in", "--index-url http://${THE_HOST}/simple/\nsix\n");
  ASSERT_EQ(program.run({"--no-header"}).status, 0);
  EXPECT_THAT(*program.read("requirements-pinned.txt"),
              StartsWith("--index-url http://${THE_HOST}/simple/\n"));
}

}  // namespace
}  // namespace pincompile::testing
