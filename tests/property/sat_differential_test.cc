// The engine against CaDiCaL on problems too large for brute force: verdict, best rank of a direct
// package, layered optimum. Random graphs around and beyond the easy region, 3-SAT, lock-step
// families; and CaDiCaL against brute force, so that the two oracles vouch for each other.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "brute_force.h"
#include "judge.h"
#include "order_encoding.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

/// One problem of a mixture that is small enough to be decided quickly by both.
Universe problem(std::uint64_t seed) {
  SplitMix random(seed);
  const std::uint64_t kind = random.below(8);
  const std::uint64_t inner = random.next();
  Universe u;
  if (kind < 4) {
    const std::size_t n = 5 + random.below(20);
    const std::size_t v = 2 + random.below(10);
    const double k = 1 + 0.25 * static_cast<double>(random.below(13));
    const double w = 0.2 + 0.1 * static_cast<double>(random.below(5));
    u = random_graph(n, v, k, w, inner);
  } else if (kind == 4) {
    const std::size_t n = 6 + random.below(20);
    u = cnf3(n, n * 426 / 100, inner);
  } else if (kind == 5) {
    u = lockstep(2 + random.below(6), 4 + random.below(40), inner);
  } else if (kind == 6) {
    u = wide(21 + random.below(20), 2 + random.below(70), inner);
  } else {
    u = random_graph(10 + random.below(10), 4 + random.below(4), 2, 0.5, inner);
    spice(u,
          {.exclusions = true, .constraints = true, .extras = true, .selves = random.below(2) == 0},
          random);
  }
  // By chance only some packages are roots, so that layers matter.
  if (u.roots.size() > 3 && random.below(2) == 0) u.roots.resize(1 + random.below(3));
  return u;
}

solver::Options newest() {
  solver::Options options;
  options.objective = solver::Objective::kNewest;
  options.budget.conflicts = 100000000;
  options.budget.query_conflicts = 10000000;
  options.budget.fetches = 100000000;
  options.budget.ticks = std::uint64_t{1} << 50;
  return options;
}

Model solve(const Universe& u, std::uint64_t seed) {
  UniverseDriver world(u, {.seed = seed, .permute_ids = true, .shuffle_arrival = true});
  solver::Solver solver(newest(), world);
  world.state_lines(solver);
  const solver::Step step = world.run(solver);
  if (step == solver::Step::kUnsatisfiable) return {};
  EXPECT_EQ(step, solver::Step::kFinished);
  EXPECT_TRUE(solver.solution().proven);
  return world.model(solver.solution());
}

}  // namespace

TEST(SatDifferential, OrderEncodingAgreesWithBruteForce) {
  for (std::uint64_t seed = 1; seed <= property_rounds(200); ++seed) {
    Universe u = seed % 4 == 0 ? tiny_rooted(seed) : tiny_mixed(seed);
    SplitMix random(seed);
    spice(u, {.exclusions = true, .constraints = true, .extras = true, .selves = true}, random);
    const std::vector<Model> models = all_models(u);
    ASSERT_EQ(OrderEncoding(u).satisfiable(), !models.empty()) << "seed " << seed;
    const Model expected = models.empty() ? Model() : layered_optimum(u, models).front();
    ASSERT_EQ(OrderEncoding(u).layered_optimum(), expected) << "seed " << seed << to_text(u);
  }
}

TEST(SatDifferential, VerdictBestRankAndLayeredOptimum) {
  int satisfiable = 0, unsatisfiable = 0;
  for (std::uint64_t seed = 1; seed <= property_rounds(200); ++seed) {
    Universe u = problem(seed);
    const Model pins = solve(u, seed);
    OrderEncoding formula(u);
    ASSERT_EQ(!pins.empty(), formula.satisfiable()) << "seed " << seed;
    ++(pins.empty() ? unsatisfiable : satisfiable);
    if (pins.empty()) continue;
    // The package that comes first gets the best rank that it has in any model: so ask once with
    // another one first.
    const std::size_t favourite = SplitMix(seed).below(u.roots.size());
    const std::uint32_t first = u.roots[favourite].package;
    const auto best = formula.best_rank(first);
    ASSERT_EQ(formula.layered_optimum(), pins) << "seed " << seed;
    std::swap(u.roots[0], u.roots[favourite]);
    ASSERT_EQ(solve(u, seed)[first], static_cast<int>(*best)) << "seed " << seed;
  }
  RecordProperty("satisfiable", satisfiable);
  RecordProperty("unsatisfiable", unsatisfiable);
}

}  // namespace pincompile::oracle
