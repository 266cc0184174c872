// Unified diffs of --dry-run.
// SPDX-License-Identifier: MIT
#include "output/unified_diff.h"

#include <gtest/gtest.h>

namespace pincompile {
namespace {

TEST(UnifiedDiff, IsEmptyForEqualTexts) { EXPECT_EQ(unified_diff("a\n", "a\n", "x", "y"), ""); }

TEST(UnifiedDiff, ShowsThreeLinesOfContext) {
  EXPECT_EQ(
      unified_diff("1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nfive\n6\n7\n8\n9\n", "old", "new"),
      "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, ShowsANewFileAndALostOne) {
  EXPECT_EQ(unified_diff("", "a\nb\n", "/dev/null", "x"),
            "--- /dev/null\n+++ x\n@@ -0,0 +1,2 @@\n+a\n+b\n");
  EXPECT_EQ(unified_diff("a\n", "", "x", "x"), "--- x\n+++ x\n@@ -1 +0,0 @@\n-a\n");
}

TEST(UnifiedDiff, SplitsDistantChangesIntoHunks) {
  std::string before;
  std::string after;
  for (int i = 0; i < 30; ++i) {
    before += std::to_string(i) + "\n";
    after += (i == 2 || i == 25 ? "x" : std::to_string(i)) + std::string("\n");
  }
  const std::string text = unified_diff(before, after, "a", "b");
  EXPECT_NE(text.find("@@ -1,6 +1,6 @@\n"), std::string::npos) << text;
  EXPECT_NE(text.find("@@ -23,7 +23,7 @@\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace pincompile
