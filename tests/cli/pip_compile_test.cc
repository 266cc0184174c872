// --compat pip-compile (behaviour.md 2.11): facts of pip-compile and pip that the recorded cases do
// not show, each taken from how these programs are documented or written.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_server.h"
#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

class PipCompile : public ::testing::Test {
 protected:
  PipCompile() {
    index.add("cart", "2.0", {{"decimals; extra == \"tax\""}, {"tax"}});
    index.add("shop", "1.0", {{"Cart[tax]"}});
    index.add("till", "1.0", {{"cart"}});
    index.add("decimals", "1.1");
    index.add("pip", "25.3");
    program.variables["PIN_COMPILE_INDEX_URL"] = index.url();
    program.variables["PIN_COMPILE_EMIT_INDEX_URL"] = "0";
  }

  /// requirements.txt for `lines`.
  std::string compiled(const std::string& lines, std::vector<std::string> words = {}) {
    program.write("requirements.in", lines);
    words.insert(words.begin(), {"--compat", "pip-compile", "-q"});
    const ProgramAnswer answer = program.run(words);
    EXPECT_EQ(answer.status, 0) << answer.err;
    return program.read("requirements.txt").value_or("");
  }

  IndexServer index;
  Program program;
};

TEST_F(PipCompile, NamesAPinAmongItsSourcesWhereTheNameWithExtrasIsSpelledOtherwise2_11) {
  EXPECT_THAT(compiled("Cart[tax]\n"),
              HasSubstr("cart[tax]==2.0\n    # via\n    #   -r requirements.in\n    #   cart\n"));
  EXPECT_THAT(compiled("cart[tax]\n"), HasSubstr("cart[tax]==2.0\n    # via -r requirements.in\n"));
  EXPECT_THAT(compiled("Cart\n"), HasSubstr("cart==2.0\n    # via -r requirements.in\n"));
  EXPECT_THAT(compiled("shop\n"),
              HasSubstr("cart[tax]==2.0\n    # via\n    #   cart\n    #   shop\n"));
  // The requirement that pip met first counts; with two parents that cannot be told.
  EXPECT_THAT(compiled("shop\ntill\n"),
              HasSubstr("cart[tax]==2.0\n    # via\n    #   shop\n    #   till\n"));
}

TEST_F(PipCompile, WarnsOfMissingHashesOnlyWhereSomethingHasOne2_11) {
  EXPECT_THAT(compiled("pip\n", {"--generate-hashes"}),
              EndsWith("\n# The following packages are considered to be unsafe in a "
                       "requirements file:\n# pip\n"));
  program.write("core/pyproject.toml", "[project]\nname = \"core\"\nversion = \"1\"\n");
  EXPECT_THAT(compiled("-e ./core\n", {"--generate-hashes"}), Not(HasSubstr("WARNING")));
  EXPECT_THAT(compiled("-e ./core\ntill\n", {"--generate-hashes"}),
              HasSubstr("\n# WARNING: pip install will require the following package to be "
                        "hashed.\n"));
}

TEST_F(PipCompile, WritesHashesOnlyWhenAskedTo2_11) {
  const std::string line = "till==1.0 --hash=sha256:" + IndexServer::digest("till", "1.0") + "\n";
  EXPECT_THAT(compiled(line), Not(HasSubstr("--hash")));
  EXPECT_THAT(compiled(line, {"--generate-hashes"}), HasSubstr("--hash"));
}

TEST_F(PipCompile, DerivesItsOutputFromAProjectThatComesFirst2_11) {
  program.write("lib/pyproject.toml",
                "[project]\nname = \"Lib\"\nversion = \"1\"\ndependencies = [\"till\"]\n");
  program.write("dev.in", "decimals\n");
  ASSERT_EQ(program.run({"--compat", "pip-compile", "lib/pyproject.toml", "dev.in"}).status, 0);
  EXPECT_THAT(*program.read("lib/requirements.txt"),
              HasSubstr("decimals==1.1\n    # via -r dev.in\ntill==1.0\n    # via Lib "
                        "(lib/pyproject.toml)\n"));
  EXPECT_EQ(program.run({"--compat", "pip-compile", "dev.in", "lib/pyproject.toml"}).status, 2);
  EXPECT_EQ(program.run({"--compat", "pip-compile", "-"}).status, 2);
}

TEST_F(PipCompile, LeavesOutWhatEqualsItsDefaults2_11) {
  EXPECT_THAT(compiled("till\n", {"--max-rounds", "10"}), Not(HasSubstr("max-rounds")));
  EXPECT_THAT(compiled("till\n", {"--max-rounds", "11"}), HasSubstr(" --max-rounds=11 "));
}

TEST_F(PipCompile, TakesAllIndexesFromASourceThatNamesOne2_11) {
  const std::string lines = "-i " + index.url() + "\n--extra-index-url https://e.example.org\n";
  program.variables["PIN_COMPILE_INDEX_URL"] = "https://gone.example.org/simple";
  program.variables["PIP_EXTRA_INDEX_URL"] = "https://gone.example.org/more";
  EXPECT_THAT(compiled(lines, {"--emit-index-url"}),
              HasSubstr("\n#\n--index-url " + index.url() +
                        "\n--extra-index-url https://e.example.org\n\n"));
  EXPECT_THAT(compiled("-i " + index.url() + "\ntill\n"), HasSubstr("till==1.0"));
}

TEST_F(PipCompile, NamesCertificatesThatNoConnectionNeeds2_11) {
  EXPECT_THAT(compiled("till\n", {"--cert", "gone.pem", "--client-cert", "gone.pem"}),
              HasSubstr(" --cert=gone.pem --client-cert=gone.pem "));
}

TEST_F(PipCompile, TakesIndexesAwayWithNoIndexAndTheEnvironmentsPlacesFirst2_11) {
  program.variables.erase("PIN_COMPILE_INDEX_URL");
  program.variables.erase("PIN_COMPILE_EMIT_INDEX_URL");
  program.write("mine/readme", "");
  const std::string mine = (program.folder() / "work" / "mine").string();
  program.variables["PIP_FIND_LINKS"] = mine;
  program.variables["PIP_TRUSTED_HOST"] = "b.example.org";
  EXPECT_THAT(compiled("", {"--no-index", "--extra-index-url", "https://a.example.org/simple", "-f",
                            "mine", "--trusted-host", "a.example.org"}),
              HasSubstr("\n#\n--find-links " + mine +
                        "\n--find-links mine\n--trusted-host b.example.org\n"
                        "--trusted-host a.example.org\n\n"));
}

TEST_F(PipCompile, ShowsFindLinksOfASourceBelowItsFolderAsWritten2_11) {
  program.write("mine/readme", "");
  program.write("sub/more.in", "-f ../mine\n");
  const std::string work = (program.folder() / "work").string();
  EXPECT_THAT(
      compiled("-f ./mine\n-r sub/more.in\n"),
      HasSubstr("\n--find-links " + work + "/./mine\n--find-links " + work + "/sub/../mine\n"));
}

TEST_F(PipCompile, AsksAgainForTheHashesOfWhatIsUpgraded2_11) {
  const std::string digest = IndexServer::digest("till", "1.0");
  const std::string other(64, 'a');
  const std::string old =
      "till==1.0 \\\n    --hash=sha256:" + digest + " \\\n    --hash=sha256:" + other + "\n";
  program.write("requirements.txt", old);
  EXPECT_THAT(compiled("till\n", {"--generate-hashes"}), HasSubstr(other));
  program.write("requirements.txt", old);
  EXPECT_THAT(compiled("till\n", {"--generate-hashes", "-P", "Till"}), Not(HasSubstr(other)));
  program.write("requirements.txt", old);
  EXPECT_THAT(compiled("till\n", {"--generate-hashes", "-U"}), Not(HasSubstr(other)));
}

}  // namespace
}  // namespace pincompile::testing
