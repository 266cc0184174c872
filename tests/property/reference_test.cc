// The reference itself on the families whose answer the design states: it must be right before it
// judges others.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "brute_force.h"
#include "universe_families.h"

namespace pincompile::oracle {

using testing::ElementsAre;

namespace {

Model newest(const Universe& u) { return expected_answer(u, {}).pins; }
Model fresh(const Universe& u) { return expected_answer(u, {.fresh = true, .floor = 3}).pins; }

}  // namespace

TEST(Reference, FindsNoPlaceForAllPigeons) {
  EXPECT_FALSE(expected_answer(php(3), {}).satisfiable);
}

TEST(Reference, SeesawSendsBIntoThePastUnderNewestOnly) {
  for (const std::size_t n : {9, 12, 40}) {
    EXPECT_THAT(newest(seesaw(n)), ElementsAre(0, static_cast<int>(n) - 1, 0));
    EXPECT_THAT(fresh(seesaw(n)), ElementsAre(1, 0, kAbsent));
  }
  EXPECT_THAT(fresh(seesaw(8)), ElementsAre(0, 7, 0)) << "seven releases behind are still fresh";
}

TEST(Reference, IndirectIsSeesawOneLayerDown) {
  EXPECT_THAT(newest(indirect(9)), ElementsAre(0, 0, 0, 8));
  EXPECT_THAT(fresh(indirect(9)), ElementsAre(1, 0, kAbsent, 0));
}

TEST(Reference, ALateCapIsBelieved) {
  EXPECT_THAT(newest(latecap(30, 20, 40)), ElementsAre(0, 20));
  EXPECT_THAT(fresh(latecap(30, 20, 40)), ElementsAre(0, 20));
}

TEST(Reference, AListedPackageIsNotSentIntoAnotherAge) {
  EXPECT_THAT(newest(newdrop(20)), ElementsAre(0, 19, 0));
  EXPECT_THAT(fresh(newdrop(20)), ElementsAre(0, 19, 0));
}

TEST(Reference, WhatIsForcedLoosensNobodyElse) {
  const Expected answer = expected_answer(forced(20), {.fresh = true, .floor = 3});
  EXPECT_THAT(answer.pins, ElementsAre(0, 19, 0));
  EXPECT_THAT(answer.caps, ElementsAre(3, 3, 3));
}

TEST(Reference, TinyUniversesAreSometimesSolvableAndSometimesNot) {
  int solvable[2] = {0, 0};
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    solvable[0] += expected_answer(tiny_mixed(seed), {}).satisfiable ? 1 : 0;
    solvable[1] += expected_answer(tiny_rooted(seed), {}).satisfiable ? 1 : 0;
  }
  for (const int count : solvable) {
    EXPECT_GT(count, 20);
    EXPECT_LT(count, 95);
  }
}

}  // namespace pincompile::oracle
