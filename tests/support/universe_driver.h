// UniverseDriver: feeds a Universe to a Solver the way resolution does, from demand to demand.
// Shuffles what must not matter: order of arrival, numbers of ids, hash seeds, ticks per step, and
// which likely facts come at all.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "brute_force.h"
#include "solver/solver.h"
#include "split_mix.h"
#include "universe.h"

namespace pincompile::oracle {

/// What may be shuffled; the defaults shuffle nothing.
struct Delivery {
  std::uint64_t seed = 0;        // of everything below
  bool permute_ids = false;      // package and specifier ids get other numbers
  bool shuffle_arrival = false;  // facts of a round in another order
  bool drop_likely = false;      // some likely facts never come (changes counters)
  std::uint64_t ticks_per_step = 1000000000;
};

class UniverseDriver final : public solver::Lowering {
 public:
  explicit UniverseDriver(const Universe& universe, const Delivery& delivery = {});

  /// Root line i is group i, constraint line i is group roots + i.
  void state_lines(solver::Solver& solver) const;
  /// Facts that answer `demand`; they live until the next call.
  const std::vector<solver::Fact>& answer(const solver::Demand& demand);
  /// Steps until there is an answer, or until `most_steps` are done.
  solver::Step run(solver::Solver& solver, std::uint64_t most_steps = UINT64_MAX);

  solver::Lowered set_of(solver::PackageId package, solver::SpecifierId specifier) const override;

  solver::PackageId id(std::uint32_t package) const {
    return solver::PackageId(std::size_t{id_of_[package]});
  }
  std::uint32_t index(solver::PackageId package) const { return index_of_[package.value()]; }
  const Universe& universe() const { return universe_; }

  Model model(const solver::Solution& solution) const;
  /// By 7.3's rule from what was ingested, as the question of the reference wants it.
  std::vector<bool> permitted(const solver::FactLog& facts) const;

 private:
  solver::Requirement requirement(const Need& need) const;
  solver::Fact page(std::uint32_t package);
  solver::Fact metadata(std::uint32_t package, solver::Rank rank);
  template <class T>
  std::span<const T> keep(std::deque<std::vector<T>>& store, std::vector<T> items);

  const Universe& universe_;
  Delivery delivery_;
  SplitMix random_;
  std::vector<std::uint32_t> id_of_, index_of_, specifier_of_, set_of_;
  std::vector<std::vector<Word>> words_;  // per set
  std::vector<solver::Fact> facts_;
  std::deque<std::vector<solver::Requirement>> requirements_;
  std::deque<std::vector<std::uint8_t>> codes_;
  std::deque<std::vector<std::uint16_t>> numbers_;
  std::deque<std::vector<Word>> reluctant_;
};

/// The code that the driver gives to ranks excluded by the page, and to unavailable ones.
inline constexpr std::uint8_t kExclusionCode = 3;
inline constexpr std::uint8_t kUnavailableCode = 7;

}  // namespace pincompile::oracle
