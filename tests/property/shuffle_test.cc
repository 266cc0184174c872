// Order of arrival, numbers of ids, hash seeds and the size of steps must change neither the answer
// nor a counter: 100 permutations of each problem.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "judge.h"
#include "solution_printer.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

/// All that is observable, in the universe's own numbers.
std::string everything(const Universe& u, const Delivery& delivery, solver::Objective objective,
                       std::uint64_t hash_seed) {
  UniverseDriver world(u, delivery);
  solver::Options options;
  options.objective = objective;
  options.hash_seed = hash_seed;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  const solver::Step step = world.run(solver);
  SolutionPrinter printer(world);
  printer.out << "step " << static_cast<int>(step) << '\n';
  if (step == solver::Step::kFinished) printer.solution(solver.solution());
  for (const solver::Busy& busy : solver.busiest()) {
    printer.out << "busy " << world.index(busy.package) << ' ' << busy.conflicts << ' '
                << busy.tried << '\n';
  }
  printer.counters(solver.counters());
  return printer.out.str();
}

void expect_one_answer(const Universe& u, std::uint64_t shuffles, const std::string& what) {
  for (const auto objective : {solver::Objective::kFresh, solver::Objective::kGreedy}) {
    const std::string expected = everything(u, {}, objective, 0);
    for (std::uint64_t seed = 1; seed <= shuffles; ++seed) {
      const Delivery delivery = {seed, true, true, false, seed % 5 == 0 ? 1000000000 : seed * 7};
      ASSERT_EQ(everything(u, delivery, objective, seed), expected) << what << " shuffle " << seed;
    }
  }
}

}  // namespace

TEST(Shuffle, OneAnswerAndOneSetOfCountersForFamilies) {
  const std::uint64_t shuffles = std::min<std::uint64_t>(100, property_rounds(15));
  expect_one_answer(lockstep(8, 40, 1), shuffles, "lockstep");
  expect_one_answer(wide(40, 60, 2), shuffles, "wide");
  expect_one_answer(random_graph(20, 8, 3, 0.5, 3), shuffles, "rnd");
  expect_one_answer(random_graph(30, 8, 3.5, 0.4, 4), shuffles, "rnd, harder");
  expect_one_answer(php(5), shuffles, "php");
  expect_one_answer(seesaw(40), shuffles, "seesaw");
}

TEST(Shuffle, OneAnswerAndOneSetOfCountersForTinyUniverses) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = seed % 2 == 0 ? tiny_rooted(seed) : tiny_mixed(seed);
    SplitMix random(seed);
    spice(u,
          {.pins = true,
           .stamps = true,
           .exclusions = true,
           .constraints = true,
           .extras = true,
           .reluctance = true,
           .upgrades = true,
           .selves = true},
          random);
    expect_one_answer(u, 5, "seed " + std::to_string(seed));
    if (HasFatalFailure()) return;
  }
}

}  // namespace pincompile::oracle
