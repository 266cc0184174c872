// The engine against the reference on thousands of tiny universes: every objective, every mode, and
// everything that real problems add. A failure prints the seed and the smallest universe.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <ostream>

#include "judge.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

struct Case {
  const char* name;
  solver::Objective objective = solver::Objective::kNewest;
  std::uint32_t floor = 0;
  Spice with = {};
  Direction direction = Direction::kHighest;
  std::uint64_t rounds = 100;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

constexpr auto kGreedy = solver::Objective::kGreedy;
constexpr auto kNewest = solver::Objective::kNewest;
constexpr auto kFresh = solver::Objective::kFresh;
constexpr Spice kPins = {.pins = true};
constexpr Spice kStamps = {.stamps = true};
constexpr Spice kBroken = {.exclusions = true, .constraints = true, .selves = true};
constexpr Spice kExtras = {.extras = true};
constexpr Spice kReluctance = {.constraints = true, .reluctance = true};
constexpr Spice kUpgrades = {.pins = true, .stamps = true, .upgrades = true};
constexpr Spice kAll = {.pins = true,
                        .stamps = true,
                        .exclusions = true,
                        .constraints = true,
                        .extras = true,
                        .reluctance = true,
                        .upgrades = true,
                        .selves = true};

const Case kCases[] = {
    {"Greedy", kGreedy},
    {"GreedyBroken", kGreedy, 0, kBroken},
    {"GreedyAll", kGreedy, 0, kAll},
    {"Newest", kNewest},
    {"NewestBroken", kNewest, 0, kBroken},
    {"NewestExtras", kNewest, 0, kExtras},
    {"NewestReluctance", kNewest, 0, kReluctance},
    {"LeastChange", kNewest, 0, kPins},
    {"NewestUpgrades", kNewest, 0, kUpgrades},
    {"NewestAll", kNewest, 0, kAll},
    {"Fresh", kFresh},
    {"FreshStamps", kFresh, 0, kStamps},
    {"FreshFloorOne", kFresh, 1, kStamps},
    {"FreshBroken", kFresh, 0, kBroken},
    {"FreshExtras", kFresh, 0, kExtras},
    {"FreshReluctance", kFresh, 0, kReluctance},
    {"FreshPins", kFresh, 0, kPins},
    {"FreshUpgrades", kFresh, 0, kUpgrades},
    {"FreshAll", kFresh, 0, kAll, Direction::kHighest, 200},
    {"Lowest", kFresh, 0, {}, Direction::kLowest},
    {"LowestAll", kFresh, 0, kAll, Direction::kLowest},
    {"LowestDirect", kFresh, 0, {}, Direction::kLowestDirect},
    {"LowestDirectAll", kNewest, 0, kAll, Direction::kLowestDirect},
};

class BruteForce : public testing::TestWithParam<Case> {};

Trial trial(const Case& c, std::uint64_t seed) {
  Trial result;
  result.options.objective = c.objective;
  result.options.freshness_floor = c.floor;
  result.options.mode = c.direction == Direction::kHighest  ? solver::Mode::kHighest
                        : c.direction == Direction::kLowest ? solver::Mode::kLowest
                                                            : solver::Mode::kLowestDirect;
  result.options.hash_seed = seed;
  result.delivery = {seed, true, true, seed % 4 == 0, 1 + seed % 97};
  return result;
}

}  // namespace

TEST_P(BruteForce, AgreesOnTinyUniverses) {
  const Case& c = GetParam();
  for (std::uint64_t round = 0; round < property_rounds(c.rounds); ++round) {
    const std::uint64_t seed = 1 + round;
    Universe u = round % 4 == 3 ? tiny_rooted(seed) : tiny_mixed(seed);
    SplitMix random(seed ^ 0x5eed);
    turn(u, c.direction);
    spice(u, c.with, random);
    const std::string error = judge_and_shrink(u, trial(c, seed));
    ASSERT_TRUE(error.empty()) << "seed " << seed << ": " << error;
  }
}

INSTANTIATE_TEST_SUITE_P(Solver, BruteForce, testing::ValuesIn(kCases),
                         [](const auto& c) { return std::string(c.param.name); });

}  // namespace pincompile::oracle
