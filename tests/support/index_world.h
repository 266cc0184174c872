// IndexWorld: an index given as texts, turned into the solver's numbers on demand and remembered:
// what resolution does, without records, cache and fetching, so that the search alone is measured.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "pincompile/marker.h"
#include "pincompile/requirement.h"
#include "pincompile/version.h"
#include "solver/solver.h"

namespace pincompile::bench {

/// What an index says about one project, unparsed.
struct ProjectText {
  struct Metadata {
    std::vector<std::string> requires_dist = {};
    std::string requires_python = {};
  };
  struct Release {
    std::string version = {};
    std::uint32_t metadata = 0;  // index into `metadata`
    bool usable = true;          // has a file for the target
    std::uint16_t stamp = 0;     // half-months of its earliest upload, 0 = unknown
  };
  std::vector<Metadata> metadata = {};
  std::vector<Release> releases = {};
};

class ProjectSource {
 public:
  virtual ~ProjectSource() = default;
  /// nullopt if the index has no such project; the name is normalised.
  virtual std::optional<ProjectText> read(const std::string& name) = 0;
};

/// Marker values of CPython `3.minor.patch` on x86-64 Linux.
MarkerEnvironment linux_python(int minor, int patch);

class IndexWorld {
 public:
  IndexWorld(ProjectSource& source, MarkerEnvironment environment);

  using Project = std::uint32_t;
  struct Need {
    Project project = 0;
    std::uint32_t specifier = 0;
    std::vector<std::string> extras = {};
  };
  /// The lists of one METADATA: without extras, and what each extra adds.
  struct Lists {
    bool broken = false;
    std::vector<Need> base = {};
    std::map<std::string, std::vector<Need>> extras = {};
  };
  struct Page {
    ProjectText text = {};
    std::vector<std::uint32_t> release_of = {};  // rank -> index into text.releases
    std::vector<Version> versions = {};          // by rank
    std::vector<std::uint8_t> exclusion = {};
    std::vector<std::uint16_t> age = {};
    std::vector<std::uint16_t> stamp = {};
    std::vector<Word> reluctant = {};
    std::vector<std::unique_ptr<Lists>> lists = {};  // per METADATA
    std::unordered_map<std::uint32_t, std::vector<Word>> sets = {};
  };

  Project project(const std::string& normalized_name);
  const std::string& name(Project project) const { return names_[project]; }
  std::uint32_t specifier(const SpecifierSet& set);
  Page& page(Project project);
  const Lists& lists(Project project, std::size_t rank);
  const std::vector<Word>& set(Project project, std::uint32_t specifier);
  Need need(const pincompile::Requirement& requirement);
  const MarkerEnvironment& environment() const { return environment_; }

 private:
  void order_ranks(Page& page) const;
  Lists parse(const ProjectText::Metadata& metadata);

  ProjectSource& source_;
  MarkerEnvironment environment_;
  Version python_;
  std::unordered_map<std::string, Project> index_;
  std::deque<std::string> names_;
  std::deque<std::unique_ptr<Page>> pages_;
  std::unordered_map<std::string, std::uint32_t> specifier_index_;
  std::deque<SpecifierSet> specifiers_;
};

/// One solve over an IndexWorld: dense ids for what the solve meets.
class IndexSolve final : public solver::Lowering {
 public:
  explicit IndexSolve(IndexWorld& world) : world_(world) {}

  void add_root(solver::Solver& solver, const pincompile::Requirement& requirement);
  const std::vector<solver::Fact>& answer(const solver::Demand& demand);
  solver::Lowered set_of(solver::PackageId package, solver::SpecifierId specifier) const override;

  struct Pin {
    IndexWorld::Project project = 0;
    std::string extra = {};
    std::size_t rank = 0;
  };
  std::vector<Pin> pins(const solver::Solution& solution) const;

 private:
  struct Local {
    IndexWorld::Project project = 0;
    std::string extra = {};
    solver::PackageId base = {};
  };
  solver::PackageId local(IndexWorld::Project project, const std::string& extra);
  void append(std::vector<solver::Requirement>& list, const IndexWorld::Need& need);
  solver::Fact page(solver::PackageId package);
  solver::Fact metadata(const solver::Choice& choice);

  IndexWorld& world_;
  std::map<std::pair<IndexWorld::Project, std::string>, solver::PackageId> ids_;
  std::vector<Local> locals_;
  std::vector<solver::Fact> facts_;
  std::deque<std::vector<solver::Requirement>> requirements_;
  std::uint32_t groups_ = 0;
};

/// Checks pins against the index's texts alone: every requirement of every pin, with the extras
/// that were asked for, is met, and nothing is pinned that nobody requires. Empty if all is well.
std::string pins_error(IndexWorld& world, const std::vector<pincompile::Requirement>& roots,
                       const std::vector<IndexSolve::Pin>& pins);

}  // namespace pincompile::bench
