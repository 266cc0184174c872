// add_file_lines: the option lines of sources, below the caller's options.
// SPDX-License-Identifier: MIT
#include "pincompile/file_lines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pincompile/inputs.h"
#include "pincompile/text_files.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

struct Merged {
  ResolveOptions options = {};
  IndexOptions indexes = {};
};

Merged merge(const std::string& text, Merged merged = {}) {
  TextFiles files;
  files.put("requirements.in", text);
  InputReader reader;
  reader.files = &files;
  const Result<Inputs> inputs = read_inputs(reader, {"requirements.in"});
  if (inputs) add_file_lines(inputs->options, merged.options, merged.indexes);
  return merged;
}

TEST(FileLines, WithoutAnyPypiIsAsked) {
  EXPECT_THAT(merge("a\n").indexes.indexes, ElementsAre("https://pypi.org/simple"));
}

TEST(FileLines, ExtraIndexesComeBeforeTheCallersIndex) {
  Merged mine;
  mine.indexes.indexes = {"https://a/simple"};
  EXPECT_THAT(merge("--index-url https://c/simple\n--extra-index-url https://b/simple\na\n", mine)
                  .indexes.indexes,
              ElementsAre("https://b/simple", "https://a/simple"));
}

TEST(FileLines, NoIndexTakesAllAway) {
  Merged mine;
  mine.indexes.indexes = {"https://a/simple"};
  EXPECT_THAT(merge("--no-index\na\n", mine).indexes.indexes, ElementsAre());
}

TEST(FileLines, FormatsOfTheCallerStand) {
  Merged mine;
  mine.options.no_binary.names = {"b"};
  const Merged merged = merge("--only-binary b,c\n", mine);
  EXPECT_THAT(merged.options.only_binary.names, ElementsAre("c"));
  EXPECT_THAT(merged.options.no_binary.names, ElementsAre("b"));
}

TEST(FileLines, PrereleasesAndHashesAreSwitchedOn) {
  const Merged merged = merge("--pre\n--require-hashes\n");
  EXPECT_EQ(merged.options.prerelease, PrereleaseMode::kAllow);
  EXPECT_TRUE(merged.options.require_hashes);
}

TEST(FileLines, ModeOfTheCallerBeatsALine) {
  Merged mine;
  mine.options.prerelease = PrereleaseMode::kDisallow;
  EXPECT_EQ(merge("--pre\n", mine).options.prerelease, PrereleaseMode::kDisallow);
}

}  // namespace
}  // namespace pincompile
