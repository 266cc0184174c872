// BodyBudget: which answers come in while many are under way.
// SPDX-License-Identifier: MIT
#include "index/body_budget.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::size_t kHalf = BodyBudget::kMostBytes / 2;

TEST(BodyBudget, LetsEverythingInBelowTheLimit) {
  BodyBudget budget;
  EXPECT_TRUE(budget.take(1, kHalf));
  EXPECT_TRUE(budget.take(2, kHalf));
  EXPECT_THAT(budget.take_paused(), IsEmpty());
}

TEST(BodyBudget, LetsOneAnswerGoOnBeyondIt) {
  BodyBudget budget;
  EXPECT_TRUE(budget.take(1, kHalf));
  EXPECT_TRUE(budget.take(2, kHalf + 1)) << "whoever comes to the limit first";
  EXPECT_FALSE(budget.take(1, 1));
  EXPECT_TRUE(budget.take(2, 10 * kHalf));
  EXPECT_FALSE(budget.take(3, 1));
  EXPECT_THAT(budget.take_paused(), IsEmpty());
  budget.ended(2);
  EXPECT_THAT(budget.take_paused(), ElementsAre(1, 3));
  EXPECT_TRUE(budget.take(1, 1));
}

TEST(BodyBudget, NeverPausesAll) {
  BodyBudget budget;
  for (std::uint64_t id = 1; id <= 50; ++id) EXPECT_TRUE(budget.take(id, kHalf / 25));
  EXPECT_TRUE(budget.take(7, kHalf));
  EXPECT_FALSE(budget.take(8, kHalf));
  budget.ended(7);
  EXPECT_THAT(budget.take_paused(), ElementsAre(8));
  EXPECT_TRUE(budget.take(8, kHalf)) << "takes the place of the one that ended";
  EXPECT_FALSE(budget.take(9, kHalf));
}

TEST(BodyBudget, ForgetsAnswersThatAreGivenUp) {
  BodyBudget budget;
  EXPECT_TRUE(budget.take(1, 3 * kHalf));
  EXPECT_FALSE(budget.take(2, 1));
  budget.ended(2);
  budget.ended(1);
  EXPECT_THAT(budget.take_paused(), IsEmpty());
  EXPECT_TRUE(budget.take(3, kHalf));
}

}  // namespace
}  // namespace pincompile
