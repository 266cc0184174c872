// Minimum-weight hitting sets of small families: branch and bound over the cores not hit yet.
// Disjoint cores are the lower bound (implicit hitting sets as in MaxHS, solver.md 7.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pincompile::solver {

class HittingSets {
 public:
  /// Elements are numbered by the caller; their order breaks ties.
  void set_weight(std::uint32_t element, std::uint64_t weight);
  void add_core(std::vector<std::uint32_t> core) { cores_.push_back(std::move(core)); }
  bool empty() const { return cores_.empty(); }

  /// The least weight of a set that hits each core, avoids `forbidden` and holds `mandatory`; the
  /// set is left in set(). kImpossible if there is none.
  static constexpr std::uint64_t kImpossible = ~std::uint64_t{0};
  std::uint64_t solve(const std::vector<bool>& forbidden, const std::vector<bool>& mandatory);
  std::span<const std::uint32_t> set() const { return best_; }
  std::uint64_t weight_of(std::uint32_t element) const { return weights_[element]; }

 private:
  void branch(std::uint64_t weight);
  std::uint64_t lower_bound();
  bool is_hit(const std::vector<std::uint32_t>& core) const;

  std::vector<std::uint64_t> weights_;
  std::vector<std::vector<std::uint32_t>> cores_;
  std::vector<bool> chosen_, forbidden_, seen_;
  std::vector<std::uint32_t> current_, best_;
  std::uint64_t best_weight_ = kImpossible;
};

}  // namespace pincompile::solver
