// Rules on the option table itself: every option is exercised by a test in this folder, --help is
// what the golden file says, completions and manual page know every option.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "program.h"

namespace pincompile::testing {
namespace {

using ::testing::HasSubstr;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// Long names in --help, in its order.
std::vector<std::string> long_names(const std::string& help) {
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (std::size_t at = 0; (at = help.find("--", at)) != std::string::npos;) {
    std::size_t end = at + 2;
    while (end < help.size() &&
           (std::isalnum(static_cast<unsigned char>(help[end])) != 0 || help[end] == '-'))
      ++end;
    const std::string name = help.substr(at, end - at);
    if (name.size() > 3 && seen.insert(name).second) names.push_back(name);
    at = end;
  }
  return names;
}

TEST(Options, AreEachExercisedByATestOfThisFolder) {
  std::string tests;
  for (const auto& entry : std::filesystem::directory_iterator(PINCOMPILE_SOURCE_DIR "/tests/cli"))
    if (entry.path().extension() == ".cc") tests += text_of(entry.path());
  Program program;
  for (const std::string& name : long_names(program.run({"--help"}).out)) {
    const bool bare = tests.find("\"" + name + "\"") != std::string::npos;
    const bool valued = tests.find("\"" + name + "=") != std::string::npos;
    EXPECT_TRUE(bare || valued) << name << " occurs in no test";
  }
}

TEST(Options, AreShownByHelpAsTheGoldenFileSays) {
  Program program;
  const std::string help = program.run({"--help"}).out;
  const std::filesystem::path golden = PINCOMPILE_SOURCE_DIR "/tests/golden/help.txt";
  if (std::getenv("PINCOMPILE_UPDATE_GOLDEN") != nullptr) std::ofstream(golden) << help;
  EXPECT_EQ(help, text_of(golden)) << "PINCOMPILE_UPDATE_GOLDEN=1 rewrites the file";
}

TEST(Options, AreKnownToCompletionsAndManualPage) {
  Program program;
  const std::string bash = program.run({"--print-bash-completion"}).out;
  const std::string zsh = program.run({"--print-zsh-completion"}).out;
  const std::string fish = program.run({"--print-fish-completion"}).out;
  const std::string manual = program.run({"--print-manual-page"}).out;
  for (const std::string name :
       {"--output-file", "--no-header", "--prerelease-package", "--target-dockerfile"}) {
    EXPECT_THAT(bash, HasSubstr(name));
    EXPECT_THAT(zsh, HasSubstr(name));
    EXPECT_THAT(fish, HasSubstr("-l " + name.substr(2)));
    std::string escaped;
    for (char c : name) escaped += c == '-' ? std::string("\\-") : std::string(1, c);
    EXPECT_THAT(manual, HasSubstr(escaped));
  }
}

}  // namespace
}  // namespace pincompile::testing
