// What is found by following existing pins is what the search finds, in every mode and objective,
// and a walk that is given up leaves no trace: on random universes whose pins are an earlier answer
// as it was, and one that the world or the user has changed since.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>

#include "judge.h"
#include "solution_printer.h"
#include "universe_driver.h"
#include "universe_families.h"

namespace pincompile::oracle {

namespace {

struct Setting {
  solver::Objective objective = solver::Objective::kFresh;
  Direction direction = Direction::kHighest;
  solver::Budget budget = {};
  std::uint64_t seed = 0;  // of delivery

  solver::Options options() const {
    solver::Options options;
    options.objective = objective;
    options.mode = direction == Direction::kHighest  ? solver::Mode::kHighest
                   : direction == Direction::kLowest ? solver::Mode::kLowest
                                                     : solver::Mode::kLowestDirect;
    options.budget = budget;
    return options;
  }
};

struct Answer {
  std::string all;       // step, solution, facts
  std::string counters;  // of the search
  std::string facts_asked;
  bool kept = false;  // without a search
  Model pins;
};

std::string text_of(const solver::FactLog& log, const UniverseDriver& world) {
  std::string text = std::to_string(log.lines().size()) + " lines";
  for (const solver::Fact& fact : log.facts()) {
    if (const auto* page = std::get_if<solver::PageFact>(&fact)) {
      text += " page " + std::to_string(world.index(page->package));
    } else if (const auto* known = std::get_if<solver::DependencyFact>(&fact)) {
      text += " needs " + std::to_string(world.index(known->package)) + "=" +
              std::to_string(known->rank) + ":" + std::to_string(known->requirements.size());
    } else {
      text += " lost " + std::to_string(world.index(std::get<2>(fact).package));
    }
  }
  return text + "\n";
}

Answer solve(const Universe& u, const Setting& setting, bool follows_pins) {
  Delivery delivery;
  delivery.seed = setting.seed;
  delivery.permute_ids = delivery.shuffle_arrival = true;
  UniverseDriver world(u, delivery);
  solver::Options options = setting.options();
  options.follows_pins = follows_pins;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  const solver::Step step = world.run(solver, 1000000);
  Answer answer;
  answer.all = "step " + std::to_string(static_cast<int>(step)) + "\n";
  SolutionPrinter printer(world);
  if (step == solver::Step::kFinished) {
    const solver::Solution& solution = solver.solution();
    printer.solution(solution);
    printer.out << (solution.proven ? "proven " : "") << solution.least_change_weight << ' '
                << solution.least_change_bound << ' ' << solution.least_change_proven << '\n';
    for (const solver::PinnedRank& pin : solution.pins) printer.out << pin.direct << pin.proof_step;
    EXPECT_EQ(solution.counters, solver.counters());
    answer.pins = world.model(solution);
  }
  answer.all += printer.out.str() + text_of(solver.facts(), world);
  const solver::Counters& c = solver.counters();
  SolutionPrinter counters(world);
  counters.counters(c);
  answer.counters = counters.out.str();
  answer.facts_asked = std::to_string(c.demands) + " demands " + std::to_string(c.rounds) +
                       " rounds " + std::to_string(c.pages) + " pages " +
                       std::to_string(c.fetches) + " fetches";
  answer.kept = step == solver::Step::kFinished && c.queries == 0;
  return answer;
}

/// True if the walk got through.
bool expect_same(const Universe& u, const Setting& setting, const std::string& what) {
  const Answer full = solve(u, setting, false), walked = solve(u, setting, true);
  EXPECT_EQ(walked.all, full.all) << what << '\n' << to_text(u);
  EXPECT_EQ(walked.facts_asked, full.facts_asked) << what;
  if (!walked.kept) {
    EXPECT_EQ(walked.counters, full.counters) << what;
  }
  return walked.kept;
}

/// `rank` becomes the existing pin.
void pin(Universe& u, std::uint32_t package, std::size_t rank) {
  std::vector<std::size_t> new_rank_of(u.ranks(package));
  for (std::size_t i = 0; i < new_rank_of.size(); ++i) {
    new_rank_of[i] = i < rank ? i + 1 : i == rank ? 0 : i;
  }
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    if (p == package || u.packages[p].extra_of == package) permute_ranks(u, p, new_rank_of);
    if (u.packages[p].extra_of == package) u.packages[p].releases[0].reluctant = false;
  }
  u.packages[package].pinned = true;
  u.packages[package].releases[0].reluctant = false;  // never the pin
}

Universe make(std::uint64_t seed, Direction direction) {
  SplitMix random(seed);
  Universe u = seed % 4 == 0   ? random_graph(12, 6, 2, 0.5, seed)
               : seed % 4 == 1 ? tiny_mixed(seed)
               : seed % 4 == 2 ? tiny_rooted(seed)
                               : lockstep(5, 12, seed);
  if (u.roots.size() > 3 && random.below(2) == 0) u.roots.resize(2);
  turn(u, direction);
  spice(u,
        {.stamps = true,
         .exclusions = true,
         .constraints = true,
         .extras = true,
         .reluctance = true,
         .selves = true},
        random);
  return u;
}

void pin_all(Universe& u, const Model& answer) {
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    if (answer[p] == kAbsent || u.packages[p].extra_of) continue;
    pin(u, p, static_cast<std::size_t>(answer[p]));
  }
}

/// One thing that may have happened since the pins were made.
void change(Universe& u, SplitMix& random) {
  const auto p = static_cast<std::uint32_t>(random.below(u.packages.size()));
  Package& package = u.packages[p];
  switch (random.below(8)) {
    case 0:  // the line of the pin is gone
      package.pinned = false;
      break;
    case 1:  // the version is gone
      if (package.pinned) package.releases[0].excluded = true;
      package.pinned = false;
      break;
    case 2:  // its metadata is
      package.releases[0].unavailable = true;
      break;
    case 3:  // another version was written by hand
      if (!package.extra_of && package.pinned) pin(u, p, random.below(u.ranks(p)));
      if (package.releases[0].excluded) package.pinned = false;
      break;
    case 4:  // a new line
      if (!package.extra_of) u.roots.push_back({p, u.any(p)});
      break;
    case 5:  // a line that limits
      if (!package.extra_of) u.constraints.push_back({p, u.interval(p, 1, 9)});
      break;
    case 6:  // a line less
      if (u.roots.size() > 1) u.roots.pop_back();
      break;
    default:  // -P
      if (package.extra_of) break;
      package.pinned = false;
      u.upgrades.push_back(p);
  }
}

}  // namespace

class PinWalk : public testing::TestWithParam<std::tuple<solver::Objective, Direction>> {
 protected:
  static Setting setting(std::uint64_t seed) {
    return {std::get<0>(GetParam()), std::get<1>(GetParam()), {}, seed};
  }
  static Direction direction() { return std::get<1>(GetParam()); }
};

TEST_P(PinWalk, AnAnswersOwnPinsAreKeptAsTheSearchKeepsThem) {
  std::uint64_t kept = 0, solved = 0;
  for (std::uint64_t seed = 1; seed <= property_rounds(60); ++seed) {
    Universe u = make(seed, direction());
    const Model pins = solve(u, setting(seed), true).pins;
    if (pins.empty()) continue;
    ++solved;
    pin_all(u, pins);
    kept += expect_same(u, setting(seed), "seed " + std::to_string(seed)) ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_EQ(kept, solved);
}

TEST_P(PinWalk, WhateverHasChangedSinceTheAnswerIsThatOfTheSearch) {
  std::uint64_t kept = 0;
  for (std::uint64_t seed = 1; seed <= property_rounds(150); ++seed) {
    Universe u = make(seed, direction());
    const Model pins = solve(u, setting(seed), true).pins;
    SplitMix random(seed);
    if (!pins.empty()) pin_all(u, pins);
    for (std::size_t changes = 1 + random.below(3); changes > 0; --changes) change(u, random);
    kept += expect_same(u, setting(seed), "seed " + std::to_string(seed)) ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(kept, 0U);
}

TEST_P(PinWalk, BudgetsEndItWhereTheyEndTheSearch) {
  for (std::uint64_t seed = 1; seed <= property_rounds(40); ++seed) {
    Universe u = make(seed, direction());
    const Model pins = solve(u, setting(seed), true).pins;
    if (pins.empty()) continue;
    pin_all(u, pins);
    SplitMix random(seed);
    if (random.below(2) == 0) change(u, random);
    Setting little = setting(seed);
    little.budget.fetches = random.below(8);
    expect_same(u, little, "few fetches, seed " + std::to_string(seed));
    little = setting(seed);
    little.budget.conflicts = random.below(2);
    expect_same(u, little, "few conflicts, seed " + std::to_string(seed));
    if (HasFailure()) return;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Everywhere, PinWalk,
    testing::Combine(testing::Values(solver::Objective::kFresh, solver::Objective::kNewest,
                                     solver::Objective::kGreedy),
                     testing::Values(Direction::kHighest, Direction::kLowest,
                                     Direction::kLowestDirect)));

}  // namespace pincompile::oracle
