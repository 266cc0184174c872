// Universe: packages and specifiers in vectors.
// SPDX-License-Identifier: MIT
#include "solver/universe.h"

#include <algorithm>

namespace pincompile::solver {

PackageId Universe::add_package(std::uint16_t count) {
  Package package;
  package.name_key = packages_.size();
  package.count = count;
  package.requirements.resize(count);
  packages_.push_back(std::move(package));
  return PackageId(packages_.size() - 1);
}

PackageId Universe::add_extra(PackageId of) {
  const PackageId extra = add_package(at(of).count);
  at(extra).extra_of = of;
  return extra;
}

SpecifierId Universe::intern(Specifier specifier) {
  const auto same = [&](const Specifier& other) {
    return other.package == specifier.package && other.set == specifier.set &&
           other.permits_reluctant == specifier.permits_reluctant;
  };
  const auto found = std::ranges::find_if(specifiers_, same);
  const auto position = static_cast<std::size_t>(found - specifiers_.begin());
  if (found == specifiers_.end()) specifiers_.push_back(std::move(specifier));
  return SpecifierId(position);
}

SpecifierId Universe::specifier(PackageId package, std::span<const Rank> ranks,
                                bool permits_reluctant) {
  const PackageId base = at(package).extra_of.is_none() ? package : at(package).extra_of;
  Specifier made{base, std::vector<Word>(words_for(at(base).count)), permits_reluctant};
  for (const Rank rank : ranks) set_bit(made.set, rank);
  return intern(std::move(made));
}

SpecifierId Universe::any(PackageId package) {
  const std::uint16_t count = at(package).count;
  if (count == 0) return specifier(package, {});
  return interval(package, 0, static_cast<Rank>(count - 1));
}

SpecifierId Universe::interval(PackageId package, Rank low, Rank high) {
  std::vector<Rank> ranks;
  for (std::uint32_t rank = low; rank <= high; ++rank) ranks.push_back(static_cast<Rank>(rank));
  return specifier(package, ranks);
}

Requirement Universe::requirement(PackageId package, std::span<const Rank> ranks) {
  const SpecifierId made = specifier(package, ranks);
  return {package, made, TextId(made.value())};
}

void Universe::require(PackageId package, Rank rank, const Requirement& requirement) {
  at(package).requirements[rank].push_back(requirement);
}

Fact Universe::page(PackageId id) const {
  const Package& package = at(id);
  return PageFact{id,
                  package.extra_of,
                  package.name_key,
                  package.count,
                  package.pin,
                  package.exclusion,
                  package.age,
                  package.stamp,
                  package.reluctant};
}

Fact Universe::metadata(Choice choice) const {
  const Package& package = at(choice.package);
  if (choice.rank < package.unavailable.size() && package.unavailable[choice.rank] != 0) {
    return UnavailableFact{choice.package, choice.rank, package.unavailable[choice.rank]};
  }
  return DependencyFact{choice.package, choice.rank, package.requirements[choice.rank]};
}

Lowered Universe::set_of(PackageId, SpecifierId specifier) const {
  const Specifier& found = specifiers_[specifier.value()];
  return {found.set, found.permits_reluctant};
}

}  // namespace pincompile::solver
