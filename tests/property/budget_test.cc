// Budgets: every state in which a counter can run out is reached, says what it must, and more
// budget keeps what less had proven.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "judge.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

struct Outcome {
  solver::Step step = solver::Step::kWorking;
  solver::Solution solution = {};
  Model pins = {};
  std::vector<solver::Busy> busy = {};
  solver::Counters counters = {};
};

using Limit = std::function<void(solver::Options&)>;

Outcome solve(const Universe& u, const Limit& limit) {
  UniverseDriver world(u);
  solver::Options options;
  limit(options);
  solver::Solver solver(options, world);
  world.state_lines(solver);
  Outcome outcome;
  outcome.step = world.run(solver);
  outcome.counters = solver.counters();
  if (outcome.step == solver::Step::kFinished) {
    outcome.solution = solver.solution();
    outcome.pins = world.model(outcome.solution);
  } else if (outcome.step == solver::Step::kOutOfBudget) {
    outcome.busy = solver.busiest();
  }
  return outcome;
}

Limit newest(const Limit& limit = [](solver::Options&) {}) {
  return [limit](solver::Options& options) {
    options.objective = solver::Objective::kNewest;
    limit(options);
  };
}

/// Nothing selected that does not fit together: the closure of the roots, each requirement met.
void expect_model(const Universe& u, const Model& pins) {
  for (const Need& root : u.roots) {
    ASSERT_NE(pins[root.package], kAbsent);
    EXPECT_TRUE(u.allows(root, static_cast<std::size_t>(pins[root.package])));
  }
  for (std::uint32_t p = 0; p < pins.size(); ++p) {
    if (pins[p] == kAbsent) continue;
    for (const Need& need : u.packages[p].releases[static_cast<std::size_t>(pins[p])].needs) {
      ASSERT_NE(pins[need.package], kAbsent);
      EXPECT_TRUE(u.allows(need, static_cast<std::size_t>(pins[need.package])));
    }
  }
}

/// Middle-sized problems whose optimum takes hundreds of conflicts, with old pins by chance.
Universe knotty(std::uint64_t seed, bool pins) {
  Universe u = random_graph(24, 14, 4, 0.5, seed);
  SplitMix random(seed);
  spice(u, {.pins = pins}, random);
  return u;
}

}  // namespace

TEST(Budget, ConflictsRunOutBeforeASolution) {
  const Outcome out = solve(php(8), [](solver::Options& o) { o.budget.conflicts = 100; });
  ASSERT_EQ(out.step, solver::Step::kOutOfBudget);
  EXPECT_LE(out.counters.conflicts, 101U);
  ASSERT_FALSE(out.busy.empty());
  EXPECT_GT(out.busy.front().conflicts, 0U);
  EXPECT_TRUE(std::ranges::is_sorted(out.busy, std::greater<>(), &solver::Busy::conflicts));
}

TEST(Budget, FetchesRunOutBeforeASolution) {
  const Outcome out = solve(lockstep(8, 60, 1), [](solver::Options& o) { o.budget.fetches = 3; });
  ASSERT_EQ(out.step, solver::Step::kOutOfBudget);
  EXPECT_LE(out.counters.fetches, 3U);
}

TEST(Budget, LikelyFactsAreCutBeforeThoseThatAreNeeded) {
  // The first 40 ranks cannot be used, which only their metadata tells: batches double and
  // overshoot.
  Universe u;
  const std::uint32_t x = u.add_packages(1, 200);
  for (std::size_t rank = 0; rank < 40; ++rank) u.packages[x].releases[rank].unavailable = true;
  u.roots.push_back({x, u.any(x)});
  const Outcome whole = solve(u, newest());
  ASSERT_EQ(whole.step, solver::Step::kFinished);
  ASSERT_GT(whole.counters.fetches, 41U);
  for (const std::uint64_t fetches : {std::uint64_t{41}, whole.counters.fetches - 1}) {
    const Outcome out = solve(u, newest([=](solver::Options& o) { o.budget.fetches = fetches; }));
    ASSERT_EQ(out.step, solver::Step::kFinished) << fetches;
    EXPECT_EQ(out.pins, whole.pins);
    EXPECT_LE(out.counters.fetches, fetches);
  }
  const Outcome out = solve(u, newest([=](solver::Options& o) { o.budget.fetches = 40; }));
  EXPECT_EQ(out.step, solver::Step::kOutOfBudget);
}

TEST(Budget, TicksRunOutBeforeASolution) {
  const Outcome out = solve(php(8), [](solver::Options& o) { o.budget.ticks = 2000; });
  ASSERT_EQ(out.step, solver::Step::kOutOfBudget);
  EXPECT_LT(out.counters.ticks, 20000U);
}

TEST(Budget, FreshnessThatRunsOutLeavesNoPinProvenAndABoundBelowTheWorst) {
  // One pigeon must take its way out, ten releases back; that nobody needs to is hard to refute.
  Universe u = php(6);
  for (std::uint32_t pigeon = 0; pigeon <= 6; ++pigeon) {
    std::vector<Release>& releases = u.packages[pigeon].releases;
    for (std::uint16_t age = 6; age <= 10; ++age) {
      releases.emplace_back();
      releases.back().age = age;
      releases.back().unavailable = age < 10;
    }
    u.roots[pigeon] = {pigeon, u.any(pigeon)};
  }
  const Outcome little = solve(u, [](solver::Options& o) { o.budget.query_conflicts = 10; });
  ASSERT_EQ(little.step, solver::Step::kFinished);
  expect_model(u, little.pins);
  EXPECT_FALSE(little.solution.proven);
  EXPECT_TRUE(std::ranges::none_of(little.solution.pins, &solver::PinnedRank::proven));
  EXPECT_EQ(little.solution.worst_bucket, 4U);
  EXPECT_LT(little.solution.worst_bucket_bound, 4U);

  const Outcome enough = solve(u, [](solver::Options& o) { o.budget.query_conflicts = 200000; });
  ASSERT_EQ(enough.step, solver::Step::kFinished);
  EXPECT_TRUE(enough.solution.proven);
  EXPECT_EQ(enough.solution.worst_bucket, 4U);
  EXPECT_EQ(enough.solution.worst_bucket_bound, 4U);
}

TEST(Budget, TargetsLeastChangeAndLayeredOrderEachRunOutSomewhere) {
  int targets = 0, changes = 0, layers = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Universe u = knotty(seed, seed % 2 == 0);
    for (const std::uint64_t conflicts : {1, 5, 20}) {
      const Outcome out = solve(u, newest([=](solver::Options& o) {
                                  o.budget.query_conflicts = conflicts;
                                  o.budget.least_change_conflicts = conflicts;
                                  o.budget.joint_conflicts = 1;
                                }));
      if (out.step != solver::Step::kFinished) continue;
      expect_model(u, out.pins);
      const auto& pins = out.solution.pins;
      const auto open = std::ranges::find(pins, false, &solver::PinnedRank::proven);
      EXPECT_EQ(out.solution.proven, open == pins.end());
      EXPECT_LE(out.solution.least_change_bound, out.solution.least_change_weight);
      if (!out.solution.least_change_proven) {
        ++changes;
        // Equal if only the choice among equals was left open: EXPECT_LE above says the rest.
        EXPECT_FALSE(out.solution.proven);
      } else if (open != pins.end() && open->stage == solver::Stage::kTargets) {
        ++targets;
        EXPECT_TRUE(std::all_of(open, pins.end(), [](const auto& p) { return !p.proven; }))
            << "no later pin counts as proven";
      } else if (open != pins.end()) {
        ++layers;
      }
    }
  }
  EXPECT_GT(targets, 0);
  EXPECT_GT(changes, 0);
  EXPECT_GT(layers, 0);
}

TEST(Budget, WithTheTotalSpentAllRemainingPinsAreBestKnown) {
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Universe u = knotty(seed, false);
    const std::uint64_t all = solve(u, newest()).counters.conflicts;
    for (std::uint64_t conflicts = all / 4; conflicts < all; conflicts += 1 + all / 8) {
      const Outcome out =
          solve(u, newest([=](solver::Options& o) { o.budget.conflicts = conflicts; }));
      EXPECT_LE(out.counters.conflicts, conflicts + 1);
      if (out.step != solver::Step::kFinished) continue;
      ++reached;
      EXPECT_FALSE(out.solution.proven);
      expect_model(u, out.pins);
    }
  }
  EXPECT_GT(reached, 0);
}

TEST(Budget, MoreKeepsAllPinsProvenBeforeTheFirstUnfinishedStep) {
  int compared = 0;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Universe u = knotty(seed, seed % 3 == 0);
    const Outcome best = solve(u, newest([](solver::Options& o) {
                                 o.budget.query_conflicts = o.budget.least_change_conflicts =
                                     1000000;
                                 o.budget.conflicts = 100000000;
                               }));
    if (best.step != solver::Step::kFinished) continue;
    ASSERT_TRUE(best.solution.proven);
    for (const std::uint64_t conflicts : {1, 3, 10, 30, 100}) {
      const Outcome out = solve(u, newest([=](solver::Options& o) {
                                  o.budget.query_conflicts = o.budget.least_change_conflicts =
                                      conflicts;
                                }));
      if (out.step != solver::Step::kFinished) continue;
      for (std::size_t i = 0; i < out.solution.pins.size(); ++i) {
        const solver::PinnedRank& pin = out.solution.pins[i];
        if (!pin.proven) break;
        ++compared;
        EXPECT_EQ(pin.rank, best.pins[pin.package.value()]) << "seed " << seed << " pin " << i;
      }
    }
  }
  EXPECT_GT(compared, 100);
}

/// The ideal walk asks for facts of its own.
Universe stale(std::uint64_t seed) {
  Universe u = random_graph(10, 30, 2, 0.3, seed);
  u.roots.resize(3);
  return u;
}

TEST(Budget, FetchesMayEndAnywhere) {
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Universe u = stale(seed);
    const Outcome all = solve(u, [](solver::Options&) {});
    for (std::uint64_t fetches = 0; fetches < all.counters.fetches; ++fetches) {
      const Outcome out = solve(u, [=](solver::Options& o) { o.budget.fetches = fetches; });
      EXPECT_LE(out.counters.fetches, fetches);
      if (out.step != solver::Step::kFinished) continue;
      ++reached;
      expect_model(u, out.pins);
      // What is only likely is cut first, and then the answer is whole.
      EXPECT_TRUE(!out.solution.proven || out.pins == all.pins);
    }
  }
  EXPECT_GT(reached, 0);
}

TEST(Budget, FinishingEarlyIsHeardAtEveryDemand) {
  int reached = 0;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Universe u = stale(seed);
    for (std::uint64_t demands = 0;; ++demands) {
      UniverseDriver world(u);
      solver::Solver solver({}, world);
      world.state_lines(solver);
      solver::Step step = solver.step(1000000);
      for (std::uint64_t i = 0; i < demands && step == solver::Step::kNeedsFacts; ++i) {
        solver.ingest(world.answer(solver.demand()));
        step = solver.step(1000000);
      }
      if (step != solver::Step::kNeedsFacts) break;
      solver.finish_early();
      step = solver.step(1000000);
      if (step != solver::Step::kFinished) continue;
      ++reached;
      EXPECT_FALSE(solver.solution().proven);
      expect_model(u, world.model(solver.solution()));
    }
  }
  EXPECT_GT(reached, 0);
}

TEST(Budget, FinishingBeforeTheFirstStepEndsItAtOnce) {
  const Universe u = knotty(2, false);
  UniverseDriver world(u);
  solver::Solver solver({}, world);
  world.state_lines(solver);
  solver.finish_early();
  EXPECT_EQ(solver.step(1), solver::Step::kOutOfBudget);
}

TEST(Budget, FinishingEarlyGivesWhatIsKnown) {
  const Universe u = knotty(2, false);
  for (const std::uint64_t steps : {1, 3, 10, 30, 100, 300}) {
    UniverseDriver world(u, {.ticks_per_step = 200});
    solver::Options options;
    solver::Solver solver(options, world);
    world.state_lines(solver);
    if (world.run(solver, steps) == solver::Step::kFinished) continue;
    solver.finish_early();
    const solver::Step step = world.run(solver, 1000);
    if (step == solver::Step::kFinished) {
      expect_model(u, world.model(solver.solution()));
    } else {
      EXPECT_EQ(step, solver::Step::kOutOfBudget);
    }
  }
}

}  // namespace pincompile::oracle
