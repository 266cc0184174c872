// Universe: a small index in memory, and run(), which drives a solver from it: for tests, replay
// and programs that have all facts at hand.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

#include "solver/explain.h"
#include "solver/solver.h"

namespace pincompile::solver {

/// Packages are numbered in the order of their creation; name keys follow the same order unless
/// set.
class Universe : public Lowering {
 public:
  struct Package {
    PackageId extra_of = {};
    std::uint64_t name_key = 0;
    std::uint16_t count = 0;
    Rank pin = kNoRank;
    std::vector<std::uint8_t> exclusion = {};
    std::vector<std::uint16_t> age = {};    ///< empty: the rank
    std::vector<std::uint16_t> stamp = {};  ///< empty: unknown
    std::vector<Word> reluctant = {};
    std::vector<std::vector<Requirement>> requirements = {};  ///< per rank
    std::vector<std::uint8_t> unavailable = {};               ///< code per rank, 0 = available
  };

  PackageId add_package(std::uint16_t count);
  PackageId add_extra(PackageId of);
  Package& at(PackageId package) { return packages_[package.value()]; }
  const Package& at(PackageId package) const { return packages_[package.value()]; }
  std::size_t size() const { return packages_.size(); }

  /// A specifier for this set of ranks of `package`; equal sets give equal ids.
  SpecifierId specifier(PackageId package, std::span<const Rank> ranks,
                        bool permits_reluctant = false);
  SpecifierId any(PackageId package);
  SpecifierId interval(PackageId package, Rank low, Rank high);  ///< both included
  Requirement requirement(PackageId package, std::span<const Rank> ranks);
  void require(PackageId package, Rank rank, const Requirement& requirement);

  Fact page(PackageId package) const;
  Fact metadata(Choice choice) const;
  Lowered set_of(PackageId package, SpecifierId specifier) const override;

 private:
  struct Specifier {
    PackageId package;
    std::vector<Word> set;
    bool permits_reluctant;
  };
  SpecifierId intern(Specifier specifier);
  std::vector<Package> packages_;
  std::vector<Specifier> specifiers_;
};

/// Steps until there is an answer.
Step run(Solver& solver, const Universe& universe);
Step run(Explainer& explainer, const Universe& universe);

}  // namespace pincompile::solver
