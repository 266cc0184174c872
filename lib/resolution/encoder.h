// Encoder: Python questions in the solver's numbers (solver.md 2.1), and back. Ids are given when a
// fact is encoded, in the order of the caller's calls, never at arrival. The one place where
// markers are evaluated.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "packaging/marker_program.h"
#include "resolution/projects.h"
#include "solver/solver.h"
#include "support/id_vector.h"

namespace pincompile {

/// A package of the solver: a project, or an extra of one.
struct Package {
  ProjectId project;
  std::string extra;  ///< normalised; empty = the project itself
};

/// Where a requirement stands: a line, or metadata of a package's rank.
struct RequirementPlace {
  PackageId parent;  ///< none: an input line
  Rank rank = solver::kNoRank;
  std::uint32_t number = 0;  ///< of the line, or of the requirement in the record
};

class Encoder : public solver::Lowering {
 public:
  Encoder(Projects& projects, const MarkerEvaluator& markers)
      : projects_(projects), markers_(markers) {}

  /// Hands a line (by number) to a solver; its group is its number. In input order.
  void add_line(solver::Solver& to, std::uint32_t number);
  void add_targets(solver::Solver& to);

  /// Facts whose pages and metadata are known. Spans live as long as the encoder.
  solver::Fact page(PackageId package);
  solver::Fact metadata(const solver::Choice& choice);

  solver::Lowered set_of(PackageId package, solver::SpecifierId specifier) const override;

  const Package& package(PackageId id) const { return packages_[id]; }
  std::size_t package_count() const { return packages_.size(); }
  const RequirementPlace& place(solver::TextId id) const { return places_[id]; }
  /// The order between packages: name key, then extra (solver.md 9).
  std::uint64_t name_key(PackageId id) const;
  Projects& projects() const { return projects_; }
  const MarkerEvaluator& markers() const { return markers_; }

 private:
  struct Wanted;
  PackageId package_of(ProjectId project);
  PackageId extra_of(ProjectId project, std::string_view extra);
  std::optional<ExclusionCode> unavailable(const solver::Choice& choice) const;
  void collect(const solver::Choice& choice, std::vector<Wanted>& out);

  Projects& projects_;
  const MarkerEvaluator& markers_;
  IdVector<PackageId, Package> packages_;
  IdVector<solver::TextId, RequirementPlace> places_;
  std::deque<std::vector<solver::Requirement>> requirements_;
  std::vector<std::uint32_t> numbers_;  // of the record being encoded
};

ExclusionCode unavailable_code(MetadataUnavailable::Reason reason);

/// The specifier set and extras of a requirement after overrides; nullopt: it is dropped.
struct EffectiveRequirement {
  SpecifierId specifier;
  bool overridden = false;
};
std::optional<EffectiveRequirement> effective(const RequirementView& requirement,
                                              const InputRules& inputs, SpecifierPool& pool);

}  // namespace pincompile
