// SPDX-License-Identifier: MIT
#include "universe_driver.h"

#include <numeric>
#include <utility>

namespace pincompile::oracle {

namespace {

std::vector<std::uint32_t> numbers(std::size_t count, bool permute, SplitMix& random) {
  std::vector<std::uint32_t> result(count);
  std::iota(result.begin(), result.end(), 0);
  if (permute) random.shuffle(result);
  return result;
}

std::vector<std::uint32_t> inverse(const std::vector<std::uint32_t>& permutation) {
  std::vector<std::uint32_t> result(permutation.size());
  for (std::uint32_t i = 0; i < result.size(); ++i) result[permutation[i]] = i;
  return result;
}

}  // namespace

UniverseDriver::UniverseDriver(const Universe& universe, const Delivery& delivery)
    : universe_(universe), delivery_(delivery), random_(delivery.seed) {
  id_of_ = numbers(universe.packages.size(), delivery.permute_ids, random_);
  index_of_ = inverse(id_of_);
  specifier_of_ = numbers(universe.sets.size(), delivery.permute_ids, random_);
  set_of_ = inverse(specifier_of_);
  for (const RankSet& set : universe.sets) {
    std::vector<Word> words(words_for(set.size()));
    for (std::size_t rank = 0; rank < set.size(); ++rank) {
      if (set[rank]) set_bit(words, rank);
    }
    words_.push_back(std::move(words));
  }
}

solver::Requirement UniverseDriver::requirement(const Need& need) const {
  return {id(need.package), solver::SpecifierId(std::size_t{specifier_of_[need.set]}),
          solver::TextId(std::size_t{need.set})};
}

void UniverseDriver::state_lines(solver::Solver& solver) const {
  std::size_t group = 0;
  for (const Need& root : universe_.roots) {
    solver.add_root(requirement(root), solver::GroupId(group++));
  }
  for (const Need& line : universe_.constraints) {
    solver.add_constraint(requirement(line), solver::GroupId(group++));
  }
  std::vector<solver::PackageId> targets;
  for (const std::uint32_t package : universe_.upgrades) targets.push_back(id(package));
  solver.set_targets(targets);
}

template <class T>
std::span<const T> UniverseDriver::keep(std::deque<std::vector<T>>& store, std::vector<T> items) {
  store.push_back(std::move(items));
  return store.back();
}

solver::Fact UniverseDriver::page(std::uint32_t index) {
  const Package& package = universe_.packages[index];
  solver::PageFact fact;
  fact.package = id(index);
  fact.name_key = package.name_key;
  fact.count = static_cast<std::uint16_t>(package.releases.size());
  if (package.extra_of) {
    fact.extra_of = id(*package.extra_of);
    return fact;
  }
  if (package.pinned) fact.pin = 0;
  std::vector<std::uint8_t> codes;
  std::vector<std::uint16_t> ages, stamps;
  std::vector<Word> reluctant(words_for(package.releases.size()));
  for (std::size_t rank = 0; rank < package.releases.size(); ++rank) {
    const Release& release = package.releases[rank];
    codes.push_back(release.excluded ? kExclusionCode : 0);
    ages.push_back(release.age);
    stamps.push_back(release.stamp);
    if (release.reluctant) set_bit(reluctant, rank);
  }
  fact.exclusion = keep(codes_, std::move(codes));
  fact.age = keep(numbers_, std::move(ages));
  fact.stamp = keep(numbers_, std::move(stamps));
  fact.reluctant = keep(reluctant_, std::move(reluctant));
  return fact;
}

solver::Fact UniverseDriver::metadata(std::uint32_t index, solver::Rank rank) {
  const Release& release = universe_.packages[index].releases[rank];
  if (release.unavailable) return solver::UnavailableFact{id(index), rank, kUnavailableCode};
  std::vector<solver::Requirement> needs;
  for (const Need& need : release.needs) needs.push_back(requirement(need));
  return solver::DependencyFact{id(index), rank, keep(requirements_, std::move(needs))};
}

const std::vector<solver::Fact>& UniverseDriver::answer(const solver::Demand& demand) {
  facts_.clear();
  requirements_.clear();
  codes_.clear();
  numbers_.clear();
  reluctant_.clear();
  for (const solver::PackageId package : demand.pages) facts_.push_back(page(index(package)));
  for (const solver::Choice& choice : demand.must) {
    facts_.push_back(metadata(index(choice.package), choice.rank));
  }
  for (const solver::Choice& choice : demand.likely) {
    if (delivery_.drop_likely && random_.below(2) == 0) continue;
    facts_.push_back(metadata(index(choice.package), choice.rank));
  }
  if (delivery_.shuffle_arrival) random_.shuffle(facts_);
  return facts_;
}

solver::Step UniverseDriver::run(solver::Solver& solver, std::uint64_t most_steps) {
  auto step = solver::Step::kWorking;
  for (; most_steps > 0; --most_steps) {
    step = solver.step(delivery_.ticks_per_step);
    if (step == solver::Step::kNeedsFacts) {
      solver.ingest(answer(solver.demand()));
    } else if (step != solver::Step::kWorking) {
      break;
    }
  }
  return step;
}

solver::Lowered UniverseDriver::set_of(solver::PackageId, solver::SpecifierId specifier) const {
  return {words_[set_of_[specifier.value()]], false};
}

Model UniverseDriver::model(const solver::Solution& solution) const {
  Model model(universe_.packages.size(), kAbsent);
  for (const solver::PinnedRank& pin : solution.pins) model[index(pin.package)] = pin.rank;
  return model;
}

std::vector<bool> UniverseDriver::permitted(const solver::FactLog& facts) const {
  std::vector<bool> result(universe_.packages.size(), false);
  const auto look = [&](const solver::Requirement& wanted) {
    const std::uint32_t named = index(wanted.package);
    const std::uint32_t package = universe_.packages[named].extra_of.value_or(named);
    const RankSet& set = universe_.sets[set_of_[wanted.specifier.value()]];
    bool ordinary = false, reluctant = false;
    for (std::size_t rank = 0; rank < set.size(); ++rank) {
      const Release& release = universe_.packages[package].releases[rank];
      if (!set[rank] || release.excluded) continue;
      (release.reluctant ? reluctant : ordinary) = true;
    }
    if (reluctant && !ordinary) result[package] = true;
  };
  for (std::uint32_t p = 0; p < universe_.packages.size(); ++p) {
    bool ordinary = false;
    for (const Release& release : universe_.packages[p].releases) {
      ordinary = ordinary || (!release.excluded && !release.reluctant);
    }
    result[p] = !ordinary;
  }
  for (const solver::Line& line : facts.lines()) look(line.requirement);
  for (const solver::Fact& fact : facts.facts()) {
    const auto* dependencies = std::get_if<solver::DependencyFact>(&fact);
    if (dependencies == nullptr) continue;
    for (const solver::Requirement& wanted : dependencies->requirements) look(wanted);
  }
  return result;
}

}  // namespace pincompile::oracle
