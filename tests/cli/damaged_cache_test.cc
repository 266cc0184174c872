// A cache with flipped bits under the program: always the same bytes, never a crash; at worst it
// asks the index again. PINCOMPILE_STRESS=1 runs the numbers of the project's bars.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "index_server.h"
#include "program.h"
#include "split_mix.h"

namespace pincompile::testing {
namespace {

namespace fs = std::filesystem;

fs::path data_file(const Program& program) {
  for (const auto& entry : fs::directory_iterator(program.folder() / "cache"))
    if (entry.path().extension() == ".mdb") return entry.path();
  return {};
}

TEST(DamagedCache, IsTroubleWithTheDiskWhereItIsTheOnlySource1_6) {
  Program program;
  program.write("requirements.in", "x\n");
  program.write("cache", "no folder\n");
  const ProgramAnswer answer =
      program.run({"--offline", "--cache-dir", "cache", "-o", "-", "requirements.in"});
  EXPECT_EQ(answer.status, 4);
  EXPECT_TRUE(answer.err.ends_with(" (not a directory)\n")) << answer.err;
}

TEST(DamagedCache, ChangesNoPin) {
  IndexServer index, other;
  for (int i = 0; i < 12; ++i) {
    const std::string name = fmt::format("part{}", i);
    std::vector<std::string> needs;
    if (i > 0) needs = {fmt::format("part{}<2", i - 1)};
    for (const char* version : {"1.0", "1.1", "1.2", "2.0"}) index.add(name, version, {needs});
    other.add(name, "1.3", {needs});
  }
  oracle::SplitMix random(5);
  const int flips = std::getenv("PINCOMPILE_STRESS") != nullptr ? 500 : 8;
  for (const char* strategy : {"first-index", "unsafe-best-match"}) {
    Program program;
    program.write("requirements.in", "part11\n");
    const auto pins = [&] {
      return program.run({"-q", "--no-header", "--generate-hashes", "-i", index.url(),
                          "--extra-index-url", other.url(), "--index-strategy", strategy, "-o",
                          "-"});
    };
    const ProgramAnswer sound = pins();
    ASSERT_EQ(sound.status, 0) << sound.err;
    const fs::path path = data_file(program);
    ASSERT_FALSE(path.empty());
    std::ifstream file(path, std::ios::binary);
    const std::string good((std::istreambuf_iterator<char>(file)), {});
    for (int k = 0; k < flips; ++k) {
      std::string bad = good;
      // Most of the file is the tails of pages; every third flip hits what stands at the front.
      const std::size_t at = k % 3 == 0 ? random.below(bad.size()) / 4096 * 4096 + random.below(300)
                                        : random.below(bad.size());
      const auto mask = static_cast<char>(1u << random.below(8));
      bad[at] = static_cast<char>(bad[at] ^ mask);
      fs::remove(path.string() + "-lock");
      std::ofstream(path, std::ios::binary) << bad;
      const ProgramAnswer answer = pins();
      ASSERT_EQ(answer.status, 0) << "byte " << at << ": " << answer.err;
      ASSERT_EQ(answer.out, sound.out) << "byte " << at;
    }
  }
}

}  // namespace
}  // namespace pincompile::testing
