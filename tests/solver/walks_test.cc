// Rounds and facts of a solve in which one rank after another fails by its own requirements, or in
// which packages are held back by others.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "small_universe.h"
#include "universe_driver.h"

namespace pincompile::oracle {
namespace {

solver::Counters counters_of(const Universe& u) {
  UniverseDriver world(u);
  solver::Solver solver(solver::Options(), world);
  world.state_lines(solver);
  EXPECT_EQ(world.run(solver), solver::Step::kFinished);
  return solver.counters();
}

/// A root at its older rank, which whatever requires the younger one contradicts.
struct Blocked {
  explicit Blocked(SmallUniverse& s) : package(s.package(2)), younger(s.in(package, {0})) {
    s.root(s.in(package, {1}));
  }
  std::uint32_t package;
  Need younger;
};

}  // namespace

TEST(Walk, ARankThatOthersRuleOutBringsNoBatch) {
  SmallUniverse s;
  const auto a = s.package(40), b = s.package(1);
  s.need(b, 0, s.in(a, {3, 4, 5, 6, 7, 8, 9}));
  s.root(s.any(a));
  s.root(s.any(b));
  const solver::Counters counters = counters_of(s.u);
  EXPECT_EQ(counters.fetches, 3u);  // a 0, b 0, a 3
  EXPECT_EQ(counters.rounds, 2u);
}

TEST(Walk, ThatEndsBringsTheNextRanksOfWhoeverAskedForIt) {
  SmallUniverse s;
  const Blocked c(s);
  const auto a = s.package(6), b = s.package(6);
  s.need(a, 0, s.in(b, {0, 1, 2}));
  for (const std::size_t rank : {0u, 1u, 2u}) s.need(b, rank, c.younger);
  s.root(s.any(a));
  const solver::Counters counters = counters_of(s.u);
  EXPECT_EQ(counters.rounds, 3u);  // a 0 and c 1; b 0; b 1 and 2 with a 1 to 4: a 1 will do
  EXPECT_EQ(counters.fetches, 2u + 1u + 2u + 4u);
}

TEST(Walk, ThatEndsBringsTheNextRanksOfThePackageThatWillLeaveLeastOfIt) {
  SmallUniverse s;
  const Blocked c(s);
  const auto a = s.package(1), b = s.package(6), w = s.package(6);
  s.need(a, 0, s.in(b, {0, 1, 2, 3, 4}));
  s.need(a, 0, s.any(w));
  s.need(w, 0, s.in(b, {0, 1}));
  for (const std::size_t rank : {0u, 1u, 2u, 3u}) s.need(b, rank, c.younger);
  s.root(s.any(a));
  const solver::Counters counters = counters_of(s.u);
  EXPECT_EQ(counters.rounds, 3u);  // a 0 and c 1; b 0 and w 0; b 1 to 4 with w 1 to 4
  EXPECT_EQ(counters.fetches, 2u + 2u + 4u + 4u);
}

TEST(Walk, OfTwoThatAskForEachOthersRanksTakesTheRoundsOfOne) {
  SmallUniverse s;
  const Blocked c(s);
  const auto a = s.package(200), b = s.package(200);
  s.root(s.any(a));
  for (std::size_t rank = 0; rank < 200; ++rank) {
    s.need(a, rank, s.in(b, {rank}));
    if (rank < 80) s.need(b, rank, c.younger);
  }
  // a 0 and c 1; b 0; then a and b 1 to 4, 5 to 17, 18 to 66, 67 to 199.
  EXPECT_EQ(counters_of(s.u).rounds, 6u);
}

TEST(IdealWalk, AsksForWhatTheStartsOfSeveralPackagesNeedInTheSameRounds) {
  SmallUniverse s;
  for (int i = 0; i < 3; ++i) {
    // The younger a holds b back; with the older one, which needs c, b could be at its youngest.
    const auto a = s.package(2), b = s.package(40), c = s.package(1);
    s.need(a, 0, s.in(b, {30}));
    s.need(a, 1, s.any(c));
    s.root(s.any(a));
    s.root(s.any(b));
  }
  const solver::Counters counters = counters_of(s.u);
  EXPECT_EQ(counters.rounds, 4u);  // a 0 and b 0; b 30; a 1; c 0: of all three
  EXPECT_EQ(counters.fetches, 3u * 5u);
}

}  // namespace pincompile::oracle
