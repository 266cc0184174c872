// Problem: facts and lines become packages, units and clauses (solver.md 2.1, 4.3, 6.2).
// Requirements on packages without a page wait for it; equal requirements of several ranks share
// one clause.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/fact_log.h"
#include "solver/flat_index.h"
#include "solver/search.h"

namespace pincompile::solver {

class Problem {
 public:
  /// explaining: lines, exclusion codes and unavailable versions stay out of the clauses, as
  /// assumptions of the caller (solver.md 10.1).
  Problem(const Options& options, const Lowering& lowering, Search& search, bool explaining);

  void add_line(const Line& line);
  void ingest(std::span<const Fact> facts);

  const FactLog& log() const { return log_; }
  std::size_t size() const { return packages_.size(); }
  /// Packages in the order of first mention, which does not depend on the numbers of ids.
  std::span<const PackageId> in_order() const { return search_.domains().mentioned(); }
  bool is_known(PackageId p) const { return p.value() < packages_.size() && at(p).known; }
  /// The packages with a page that the search requires as it stands, each at its best rank, in the
  /// order of first mention. Valid until the next call.
  std::span<const Choice> selection();
  const PageFact& page(PackageId p) const { return at(p).page; }
  /// The package itself, or the one that it is an extra of.
  PackageId base(PackageId p) const {
    return at(p).page.extra_of.is_none() ? p : at(p).page.extra_of;
  }
  bool is_extra(PackageId p) const { return !at(p).page.extra_of.is_none(); }
  bool is_direct(PackageId p) const { return p.value() < packages_.size() && at(p).direct; }
  /// Root lines name these, in input order; extras are nodes of their own.
  const std::vector<PackageId>& direct() const { return direct_; }
  bool is_loaded(Choice choice) const {
    return !at(choice.package).loaded.empty() && test_bit(at(choice.package).loaded, choice.rank);
  }
  bool is_unavailable(Choice choice) const {
    return !at(choice.package).unavailable.empty() &&
           test_bit(at(choice.package).unavailable, choice.rank);
  }
  /// The rank may not be chosen for this reason: exclusion code of its page, or what made it
  /// unavailable; it may have both.
  bool has_code(PackageId p, Rank rank, std::uint32_t code) const;
  std::uint32_t looked_at(PackageId p) const;
  /// Empty unless loaded.
  std::span<const Requirement> requirements(Choice choice) const;
  /// The ranks of the specifier within the package's initial domain; width words, pool owned.
  const Word* set_of(PackageId package, SpecifierId specifier);
  /// Ranks inside every line that names the package; all values if none does.
  bool within_lines(PackageId package, Rank rank);
  /// Admissible ranks inside every line that names the package, into the width words of `out`.
  void admissible_within_lines(PackageId p, std::vector<Word>& out);
  bool is_admissible(PackageId p, Rank rank) const {
    return at(p).page.exclusion.empty() || at(p).page.exclusion[rank] == 0;
  }
  /// Empty = none.
  Bits reluctant(PackageId p) const { return at(p).page.reluctant; }
  bool is_reluctant(PackageId p, Rank rank) const {
    return !at(p).page.reluctant.empty() && test_bit(at(p).page.reluctant, rank);
  }
  /// No guard on reluctant ranks of the package is needed (solver.md 7.3).
  bool is_permitted(PackageId p) const { return at(p).permitted; }
  std::uint32_t age(PackageId p, Rank rank) const {
    return at(p).page.age.empty() ? rank : at(p).page.age[rank];
  }
  std::uint32_t stamp(PackageId p, Rank rank) const {
    return at(p).page.stamp.empty() ? 0 : at(p).page.stamp[rank];
  }
  /// How many ranks are younger than this one.
  std::uint32_t younger(PackageId p, Rank rank) const;
  /// The youngest of a set of ranks, the first of several; kNoRank of an empty one.
  Rank youngest(PackageId p, const std::vector<Word>& among) const;
  /// Grows whenever a package becomes permitted.
  std::uint32_t permissions() const { return permissions_; }
  /// Pages with an existing pin.
  std::uint32_t pins() const { return pins_; }
  /// Grows with every ingested fact.
  std::uint64_t version() const { return version_; }
  /// Some loaded rank of the package requires one that has no page yet.
  bool awaits_pages(PackageId p) const { return at(p).awaited != 0; }
  /// All packages mentioned: before the others those in `early`, each behind the packages that, as
  /// far as is known, depend on it; else in the order of first mention.
  std::vector<PackageId> decision_order(std::span<const PackageId> early) const;
  bool precedes(PackageId a, PackageId b) const {
    return at(a).page.name_key < at(b).page.name_key;
  }

 private:
  struct Package {
    PageFact page = {};
    bool known = false, mentioned = false, direct = false, permitted = false;
    std::vector<Word> admissible = {};
    std::vector<Word> loaded = {}, unavailable = {};
    std::vector<std::uint8_t> codes = {};  // of unavailable ranks
    std::vector<std::uint32_t> lines = {};
    std::vector<Choice> waiting = {};  // their requirements on this package wait for its page
    std::uint32_t awaited = 0;         // requirements of its ranks that wait
    std::vector<PackageId> dependents = {};  // packages with clauses on this one; some repeatedly
  };
  struct LoweredSet {
    PackageId package;
    SpecifierId specifier;
    SetOffset set;
  };
  struct Dependency {
    PackageId package, required;
    SetOffset set;
    ClauseId clause;
  };
  struct Metadata {
    Choice choice;
    std::span<const Requirement> requirements;
  };

  const Package& at(PackageId p) const { return packages_[p.value()]; }
  Package& at(PackageId p) { return packages_[p.value()]; }
  void mention(PackageId p);
  void ingest_page(const PageFact& page);
  void ingest_metadata(const DependencyFact& fact);
  void ingest_unavailable(const UnavailableFact& fact);
  void forbid(PackageId p, Rank rank, ProofKind kind, std::uint32_t subject);
  void apply_line(const Line& line);
  void require(Choice choice, PackageId q);
  void add_dependency(Choice choice, PackageId q, const Word* set);
  std::uint32_t dependency_axiom(PackageId p, const Word* kept, PackageId q, const Word* set);
  SetOffset lower(PackageId package, SpecifierId specifier);
  void permit_if_needed(PackageId p, const Lowered& lowered);
  bool has_ordinary(PackageId p) const;

  const Lowering& lowering_;
  Search& search_;
  bool explaining_;
  FactLog log_;
  std::vector<Package> packages_;
  std::vector<PackageId> direct_;
  std::vector<LoweredSet> lowered_;
  FlatIndex lowered_index_;
  std::vector<Dependency> dependencies_;
  FlatIndex dependency_index_;
  std::vector<Metadata> metadata_;
  FlatIndex metadata_index_;
  std::vector<std::uint32_t> order_;  // scratch: canonical order of a batch
  std::vector<PackageId> names_;      // scratch: packages of one requirement list
  std::vector<Choice> selection_;     // scratch
  std::vector<Word> words_;           // scratch
  std::uint32_t permissions_ = 0, pins_ = 0;
  std::uint64_t version_ = 0;
};

}  // namespace pincompile::solver
