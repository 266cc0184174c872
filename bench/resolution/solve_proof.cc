// SPDX-License-Identifier: MIT
#include "solve_proof.h"

#include <algorithm>
#include <variant>

#include "proof_checker.h"
#include "universe_driver.h"

namespace pincompile::bench {
namespace {

class ToldUniverse {
 public:
  ToldUniverse(const solver::FactLog& log, const solver::Lowering& lowering) : lowering_(lowering) {
    for (const solver::Fact& fact : log.facts()) {
      if (const auto* page = std::get_if<solver::PageFact>(&fact)) add_page(*page);
    }
    for (const solver::Fact& fact : log.facts()) {
      if (const auto* known = std::get_if<solver::DependencyFact>(&fact)) add_needs(*known);
      if (const auto* lost = std::get_if<solver::UnavailableFact>(&fact)) {
        universe_.packages[lost->package.value()].releases[lost->rank].unavailable = true;
      }
    }
    for (const solver::Line& line : log.lines()) {
      auto& lines = line.constraint ? universe_.constraints : universe_.roots;
      if (is_known(line.requirement.package)) lines.push_back(need(line.requirement));
    }
  }

  const oracle::Universe& universe() const { return universe_; }

 private:
  bool is_known(solver::PackageId package) const {
    return package.value() < known_.size() && known_[package.value()];
  }

  void add_page(const solver::PageFact& page) {
    const std::size_t number = page.package.value();
    if (universe_.packages.size() <= number) universe_.packages.resize(number + 1);
    known_.resize(universe_.packages.size());
    known_[number] = true;
    oracle::Package& package = universe_.packages[number];
    const bool is_extra = !page.extra_of.is_none();
    if (is_extra) package.extra_of = page.extra_of.value();
    package.releases.resize(is_extra ? universe_.ranks(page.extra_of.value()) : page.count);
    for (std::size_t rank = 0; rank < page.exclusion.size(); ++rank) {
      package.releases[rank].excluded = page.exclusion[rank] != 0;
    }
  }

  oracle::Need need(const solver::Requirement& requirement) {
    const std::uint32_t package = requirement.package.value();
    const auto base = universe_.packages[package].extra_of.value_or(package);
    const solver::Lowered lowered =
        lowering_.set_of(solver::PackageId(std::size_t{base}), requirement.specifier);
    oracle::RankSet set(universe_.ranks(package));
    for (std::size_t rank = 0; rank < set.size(); ++rank) set[rank] = test_bit(lowered.set, rank);
    return {package, universe_.intern(set)};
  }

  void add_needs(const solver::DependencyFact& fact) {
    oracle::Release& release = universe_.packages[fact.package.value()].releases[fact.rank];
    for (const solver::Requirement& requirement : fact.requirements) {
      if (is_known(requirement.package)) release.needs.push_back(need(requirement));
    }
  }

  const solver::Lowering& lowering_;
  oracle::Universe universe_;
  std::vector<bool> known_;
};

}  // namespace

std::string refutation_fault(const solver::Solver& solver, const solver::Lowering& lowering) {
  const ToldUniverse told(solver.facts(), lowering);
  const oracle::UniverseDriver numbers(told.universe());
  const std::string fault = oracle::proof_error(solver.proof(), numbers);
  return fault.empty() ? oracle::refutation_error(solver.proof(), solver.core().proof_step) : fault;
}

}  // namespace pincompile::bench
