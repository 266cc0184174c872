// SPDX-License-Identifier: MIT
#include "support/edit_distance.h"

#include <gtest/gtest.h>

#include <array>

namespace pincompile {

TEST(EditDistance, CountsInsertionsDeletionsAndSubstitutions) {
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(edit_distance("same", "same"), 0u);
}

TEST(EditDistance, NearestIsTheFirstAmongEqualsAndNoneWhenTooFar) {
  const std::array<std::string_view, 3> known{"--pre", "--prefer-binary", "--proxy"};
  EXPECT_EQ(nearest("--prex", known), "--pre");
  EXPECT_EQ(nearest("--nothing", known), std::nullopt);
}

}  // namespace pincompile
