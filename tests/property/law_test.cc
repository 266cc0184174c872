// Laws of the objectives: what must not change an answer, on tiny and middle-sized universes.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "judge.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

struct Answer {
  Model pins;  // empty: no solution
  std::vector<bool> moved;
};

Answer solve(const Universe& u, solver::Objective objective) {
  UniverseDriver world(u);
  solver::Options options;
  options.objective = objective;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  const solver::Step step = world.run(solver);
  if (step != solver::Step::kFinished) {
    EXPECT_EQ(step, solver::Step::kUnsatisfiable);
    return {};
  }
  Answer answer{world.model(solver.solution()), std::vector<bool>(u.packages.size())};
  for (const solver::PackageId p : solver.solution().moved_pins)
    answer.moved[world.index(p)] = true;
  return answer;
}

/// Universes of all sizes, with all that a law allows laid over them.
class Law : public testing::TestWithParam<solver::Objective> {
 protected:
  static Universe make(std::uint64_t seed, const Spice& with) {
    SplitMix random(seed);
    Universe u = seed % 3 == 0   ? random_graph(12, 6, 2, 0.5, seed)
                 : seed % 3 == 1 ? tiny_mixed(seed)
                                 : lockstep(5, 12, seed);
    if (u.roots.size() > 3 && random.below(2) == 0) u.roots.resize(2);
    spice(u, with, random);
    return u;
  }
  static constexpr Spice kPlain = {.stamps = true, .exclusions = true, .constraints = true};
  static constexpr Spice kPins = {
      .pins = true, .stamps = true, .exclusions = true, .constraints = true, .upgrades = true};
};

constexpr auto kNewest = solver::Objective::kNewest;
constexpr auto kFresh = solver::Objective::kFresh;

}  // namespace

TEST_F(Law, RemovingVersionsThatAreNotPinnedChangesNothingUnderNewest) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, kPins);
    const Model pins = solve(u, kNewest).pins;
    if (pins.empty()) continue;
    SplitMix random(seed);
    for (std::size_t p = 0; p < u.packages.size(); ++p) {
      for (std::size_t rank = 0; rank < u.packages[p].releases.size(); ++rank) {
        const bool old_pin = rank == 0 && u.packages[p].pinned;
        if (static_cast<int>(rank) == pins[p] || old_pin || random.below(2) == 0) continue;
        u.packages[p].releases[rank].excluded = true;
      }
    }
    ASSERT_EQ(solve(u, kNewest).pins, pins) << "seed " << seed;
  }
}

TEST_F(Law, AConstraintThatTheAnswerSatisfiesChangesNothingUnderNewest) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, kPins);
    const Model pins = solve(u, kNewest).pins;
    if (pins.empty()) continue;
    SplitMix random(seed);
    for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
      if (pins[p] == kAbsent || random.below(2) == 0) continue;
      RankSet set(u.ranks(p));
      for (std::size_t rank = 0; rank < set.size(); ++rank) set[rank] = random.below(2) == 0;
      set[static_cast<std::size_t>(pins[p])] = true;
      u.constraints.push_back({p, u.intern(set)});
    }
    ASSERT_EQ(solve(u, kNewest).pins, pins) << "seed " << seed;
  }
}

TEST_P(Law, RecompilingWithOnesOwnPinsChangesNothing) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, kPlain);
    const Model pins = solve(u, GetParam()).pins;
    if (pins.empty()) continue;
    Model expected = pins;
    for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
      if (pins[p] == kAbsent) continue;
      std::vector<std::size_t> new_rank_of(u.ranks(p));
      const auto pin = static_cast<std::size_t>(pins[p]);
      for (std::size_t rank = 0; rank < new_rank_of.size(); ++rank) {
        new_rank_of[rank] = rank < pin ? rank + 1 : rank == pin ? 0 : rank;
      }
      permute_ranks(u, p, new_rank_of);
      u.packages[p].pinned = true;
      expected[p] = 0;
    }
    ASSERT_EQ(solve(u, GetParam()).pins, expected) << "seed " << seed;
  }
}

TEST_P(Law, EveryPinThatIsNotSaidToHaveMovedIsKept) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    const Universe u = make(seed, kPins);
    const Answer answer = solve(u, GetParam());
    if (answer.pins.empty()) continue;
    for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
      if (!u.packages[p].pinned || answer.pins[p] == kAbsent) continue;
      ASSERT_EQ(answer.pins[p] != 0, answer.moved[p]) << "seed " << seed << " p" << p;
    }
  }
}

TEST_P(Law, DuplicatedLinesAndUnneededPackagesChangeNothing) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, kPins);
    const Model pins = solve(u, GetParam()).pins;
    SplitMix random(seed);
    const std::vector<Need> roots = u.roots, constraints = u.constraints;
    u.roots.push_back(roots[random.below(roots.size())]);
    if (!constraints.empty()) u.constraints.push_back(constraints.front());
    const std::uint32_t extra = u.add_packages(1, 3);
    u.require(extra, 0, 0, u.interval(0, 0, 0));
    Model expected = pins;
    if (!pins.empty()) expected.push_back(kAbsent);
    ASSERT_EQ(solve(u, GetParam()).pins, expected) << "seed " << seed;
  }
}

TEST_P(Law, TheOrderOfLinesNeverDecidesWhetherThereIsAnAnswer) {
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, kPins);
    const bool solvable = !solve(u, GetParam()).pins.empty();
    SplitMix random(seed);
    random.shuffle(u.roots);
    random.shuffle(u.constraints);
    ASSERT_EQ(!solve(u, GetParam()).pins.empty(), solvable) << "seed " << seed;
  }
}

INSTANTIATE_TEST_SUITE_P(Solver, Law, testing::Values(kNewest, kFresh), [](const auto& objective) {
  return std::string(objective.param == kFresh ? "Fresh" : "Newest");
});

}  // namespace pincompile::oracle
