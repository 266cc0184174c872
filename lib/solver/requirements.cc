// Problem: requirements become clauses (p not in A) or (q in B), unavailable versions become units.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/problem.h"
#include "support/require.h"

namespace pincompile::solver {

namespace {

std::uint64_t hash_of(std::uint64_t seed, Choice choice) {
  return mix(mix(seed, choice.package.value()), choice.rank);
}

}  // namespace

std::span<const Requirement> Problem::requirements(Choice choice) const {
  const std::uint32_t found =
      metadata_index_.find(hash_of(metadata_index_.seed(), choice),
                           [&](std::uint32_t i) { return metadata_[i].choice == choice; });
  return found == FlatIndex::kNone ? std::span<const Requirement>() : metadata_[found].requirements;
}

void Problem::ingest_unavailable(const UnavailableFact& fact) {
  PINCOMPILE_REQUIRE(is_known(fact.package), "a page comes before its metadata");
  Package& package = at(fact.package);
  if (is_loaded({fact.package, fact.rank})) return;
  package.loaded.resize(words_for(package.page.count));
  set_bit(package.loaded, fact.rank);
  package.unavailable.resize(words_for(package.page.count));
  set_bit(package.unavailable, fact.rank);
  package.codes.resize(package.page.count);
  package.codes[fact.rank] = fact.code;
  log_.add(fact);
  ++version_;
  if (!explaining_) forbid(fact.package, fact.rank, ProofKind::kUnavailable, fact.rank);
}

bool Problem::has_code(PackageId p, Rank rank, std::uint32_t code) const {
  const Package& package = at(p);
  return (!package.page.exclusion.empty() && package.page.exclusion[rank] == code) ||
         (!package.codes.empty() && package.codes[rank] == code);
}

void Problem::forbid(PackageId p, Rank rank, ProofKind kind, std::uint32_t subject) {
  const std::uint32_t width = search_.domains().width(p);
  std::vector<Word> left(width);
  copy(left.data(), search_.domains().initial(p), width);
  drop(left.data(), rank);
  const std::uint32_t step = search_.proof().begin(kind, subject);
  search_.proof().literal(p, left.data(), width);
  search_.add_unit(p, left.data(), step);
}

void Problem::ingest_metadata(const DependencyFact& fact) {
  PINCOMPILE_REQUIRE(is_known(fact.package), "a page comes before its metadata");
  const Choice choice{fact.package, fact.rank};
  if (is_loaded(choice)) return;
  Package& package = at(fact.package);
  package.loaded.resize(words_for(package.page.count));
  set_bit(package.loaded, fact.rank);
  const auto& owned = std::get<DependencyFact>(log_.add(fact));
  ++version_;
  metadata_index_.insert(hash_of(metadata_index_.seed(), choice),
                         static_cast<std::uint32_t>(metadata_.size()));
  metadata_.push_back({choice, owned.requirements});
  names_.clear();
  for (const Requirement& requirement : metadata_.back().requirements) {
    mention(requirement.package);
    names_.push_back(requirement.package);
  }
  // Each package once, at its first mention.
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const auto earlier = names_.begin() + static_cast<std::ptrdiff_t>(i);
    if (std::find(names_.begin(), earlier, names_[i]) != earlier) continue;
    if (is_known(names_[i])) {
      require(choice, names_[i]);
    } else {
      at(names_[i]).waiting.push_back(choice);
      ++at(choice.package).awaited;
    }
  }
}

// B = intersection of all requirements on q in the metadata of `choice`.
void Problem::require(Choice choice, PackageId q) {
  const std::uint32_t width = search_.domains().width(q);
  std::vector<Word> set(width, ~Word{0});
  for (const Requirement& requirement : requirements(choice)) {
    if (requirement.package != q) continue;
    intersect(set.data(), set_of(q, requirement.specifier), width);
  }
  if (choice.package == q) {
    if (has(set.data(), choice.rank)) return;
    at(q).unavailable.resize(words_for(at(q).page.count));
    set_bit(at(q).unavailable, choice.rank);
    return forbid(q, choice.rank, ProofKind::kDependency, 0);
  }
  add_dependency(choice, q, set.data());
}

void Problem::add_dependency(Choice choice, PackageId q, const Word* words) {
  const PackageId p = choice.package;
  const Domains& domains = search_.domains();
  if (!has(domains.initial(p), choice.rank)) return;
  SetPool& sets = search_.clauses().sets();
  const SetOffset set = sets.intern(words, domains.width(q));
  if (empty(sets.at(set), domains.width(q))) {
    forbid(p, choice.rank, ProofKind::kDependency, 0);
    return;
  }
  const std::uint64_t hash = mix(mix(mix(dependency_index_.seed(), p.value()), q.value()), set);
  const std::uint32_t found = dependency_index_.find(hash, [&](std::uint32_t i) {
    const Dependency& other = dependencies_[i];
    return other.package == p && other.required == q && other.set == set;
  });
  std::vector<Word> kept(domains.width(p));
  if (found != FlatIndex::kNone) {
    const ClauseId clause = dependencies_[found].clause;
    const SetOffset growable = search_.clauses().first_literal(clause)->set;
    copy(kept.data(), sets.at(growable), domains.width(p));
    drop(kept.data(), choice.rank);
    search_.grow_dependency(clause, choice.rank, dependency_axiom(p, kept.data(), q, sets.at(set)));
    return;
  }
  copy(kept.data(), domains.initial(p), domains.width(p));
  drop(kept.data(), choice.rank);
  const std::uint32_t step = dependency_axiom(p, kept.data(), q, sets.at(set));
  const SetOffset growable = sets.allocate(domains.width(p));
  copy(sets.at(growable), kept.data(), domains.width(p));
  const ClauseId clause = search_.add_binary({p, growable}, {q, set}, step);
  dependency_index_.insert(hash, static_cast<std::uint32_t>(dependencies_.size()));
  dependencies_.push_back({p, q, set, clause});
  std::vector<PackageId>& dependents = at(q).dependents;
  if (dependents.empty() || dependents.back() != p) dependents.push_back(p);
}

std::uint32_t Problem::dependency_axiom(PackageId p, const Word* kept, PackageId q,
                                        const Word* set) {
  const std::uint32_t step = search_.proof().begin(ProofKind::kDependency);
  search_.proof().literal(p, kept, search_.domains().width(p));
  search_.proof().literal(q, set, search_.domains().width(q));
  return step;
}

}  // namespace pincompile::solver
