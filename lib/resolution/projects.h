// Projects: the names of one resolve, each with its page or artifact, the verdicts of admission and
// its rank order. Made on first mention; numbers follow arrival and decide nothing.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <tsl/ordered_map.h>

#include "resolution/active_inputs.h"
#include "resolution/admission.h"
#include "resolution/artifacts.h"
#include "resolution/fact_book.h"
#include "resolution/preference_order.h"

namespace pincompile {

using solver::PackageId;
struct ProjectTag;
using ProjectId = Id<ProjectTag>;

struct ExtraPackage {
  std::string extra;  ///< normalised
  PackageId package;
};

struct Project {
  Id64 name = 0;
  std::string text;  ///< normalised
  PageId page;       ///< none for an artifact
  const Artifact* artifact = nullptr;
  bool judged = false;  ///< page known, verdicts below are made
  ProjectRules rules = {};
  Admission admission = {};
  PreferenceOrder order = {};
  PackageId package;  ///< none until the solver hears of it
  std::vector<ExtraPackage> extras = {};
  std::vector<MetadataId> metadata = {};  ///< by rank, what was asked for so far; none: not yet

  std::uint16_t count() const {
    return artifact != nullptr ? std::uint16_t{1}
                               : static_cast<std::uint16_t>(order.version_of.size());
  }
};

class Projects {
 public:
  Projects(FactBook& book, const InputRules& rules, const Artifacts& artifacts,
           const ResolveRequest& request, const AdmissionContext& context)
      : book_(book), rules_(rules), artifacts_(artifacts), request_(request), context_(context) {}

  ProjectId named(Id64 name, std::string_view text);
  Project& operator[](ProjectId id) { return all_[id.value()]; }
  const Project& operator[](ProjectId id) const { return all_[id.value()]; }
  std::size_t size() const { return all_.size(); }

  /// Whether the page was answered.
  bool is_known(ProjectId id) const;
  /// Admission and order; the project is known.
  Project& judge(ProjectId id);
  /// The ranks a specifier set admits; lives until the next call.
  Bits ranks_in(ProjectId id, SpecifierId specifier);
  /// Metadata of a rank, asked for or not; none for an artifact.
  MetadataId metadata_of(ProjectId id, Rank rank);
  /// Whether the answer about a rank is there. A wheel that is gone from its index is passed over,
  /// as if the page did not list it: the next usable wheel of the version is asked for.
  bool is_metadata_settled(ProjectId id, Rank rank);
  /// The dependency record of a rank whose metadata is known.
  const DependencyView& dependencies(ProjectId id, Rank rank);
  void ask_metadata(ProjectId id, Rank rank, bool ahead);
  std::string_view version_text(ProjectId id, Rank rank) const;

  FactBook& book() { return book_; }
  const InputRules& inputs() const { return rules_; }
  const AdmissionContext& context() const { return context_; }

 private:
  FactBook& book_;
  const InputRules& rules_;
  const Artifacts& artifacts_;
  const ResolveRequest& request_;
  const AdmissionContext& context_;
  std::deque<Project> all_;
  std::vector<Word> ranks_;  // of the last ranks_in
  tsl::ordered_map<Id64, ProjectId> by_name_;
};

}  // namespace pincompile
