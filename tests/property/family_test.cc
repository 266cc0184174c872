// The families of the solver's design through the engine: the answers that the design states, and
// those that CaDiCaL gives where it states none.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "order_encoding.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

using testing::ElementsAre;

namespace {

Model pins(const Universe& u, solver::Objective objective) {
  UniverseDriver world(u);
  solver::Options options;
  options.objective = objective;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  if (world.run(solver) != solver::Step::kFinished) return {};
  EXPECT_EQ(solver.solution().proven, objective != solver::Objective::kGreedy);
  return world.model(solver.solution());
}
Model newest(const Universe& u) { return pins(u, solver::Objective::kNewest); }
Model fresh(const Universe& u) { return pins(u, solver::Objective::kFresh); }

}  // namespace

TEST(Family, SeesawSendsBIntoThePastUnderNewestOnly) {
  for (const int n : {9, 17, 100, 1000}) {
    EXPECT_THAT(newest(seesaw(static_cast<std::size_t>(n))), ElementsAre(0, n - 1, 0));
    EXPECT_THAT(fresh(seesaw(static_cast<std::size_t>(n))), ElementsAre(1, 0, kAbsent));
  }
  EXPECT_THAT(fresh(seesaw(8)), ElementsAre(0, 7, 0));
}

TEST(Family, IndirectIsSeesawOneLayerDown) {
  for (const int n : {9, 17, 100, 1000}) {
    EXPECT_THAT(newest(indirect(static_cast<std::size_t>(n))), ElementsAre(0, 0, 0, n - 1));
    EXPECT_THAT(fresh(indirect(static_cast<std::size_t>(n))), ElementsAre(1, 0, kAbsent, 0));
  }
}

TEST(Family, LatecapBelievesTheCap) {
  for (const std::size_t leaf : {16, 40, 200}) {
    const int half = static_cast<int>(leaf / 2);
    EXPECT_THAT(newest(latecap(30, 20, leaf)), ElementsAre(0, half));
    EXPECT_THAT(fresh(latecap(30, 20, leaf)), ElementsAre(0, half));
  }
}

TEST(Family, NewdropSendsNoListedPackageIntoAnotherAge) {
  for (const int n : {9, 20, 100}) {
    EXPECT_THAT(newest(newdrop(static_cast<std::size_t>(n))), ElementsAre(0, n - 1, 0));
    EXPECT_THAT(fresh(newdrop(static_cast<std::size_t>(n))), ElementsAre(0, n - 1, 0));
  }
}

TEST(Family, ForcedLoosensNobodyElse) {
  for (const int n : {9, 20, 1000}) {
    EXPECT_THAT(newest(forced(static_cast<std::size_t>(n))), ElementsAre(0, n - 1, 0));
    EXPECT_THAT(fresh(forced(static_cast<std::size_t>(n))), ElementsAre(0, n - 1, 0));
  }
}

TEST(Family, LockstepHasTheLayeredOptimumOfTheSatSolver) {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Universe u = lockstep(12, 60, seed);
    EXPECT_EQ(newest(u), OrderEncoding(u).layered_optimum()) << "seed " << seed;
    EXPECT_FALSE(fresh(u).empty());
  }
}

TEST(Family, WideHasTheLayeredOptimumOfTheSatSolver) {
  const Universe u = wide(60, 80, 1);
  EXPECT_EQ(newest(u), OrderEncoding(u).layered_optimum());
}

TEST(Family, PigeonsHaveNoSolution) {
  for (const std::size_t holes : {2, 4, 6}) EXPECT_THAT(newest(php(holes)), ElementsAre());
}

TEST(Family, SatisfiabilityOfRandomThreeSatIsThatOfTheSatSolver) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Universe u = cnf3(30, 128, seed);
    EXPECT_EQ(!pins(u, solver::Objective::kGreedy).empty(), OrderEncoding(u).satisfiable())
        << "seed " << seed;
  }
}

}  // namespace pincompile::oracle
