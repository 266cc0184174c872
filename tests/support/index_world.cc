// SPDX-License-Identifier: MIT
#include "index_world.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

#include "pincompile/name.h"
#include "support/digest.h"

namespace pincompile::bench {

namespace {

constexpr std::uint8_t kOtherPython = 1, kNoFile = 2, kBroken = 3;

std::vector<std::string> extras_named(const Marker& marker) {
  // The extras that a marker can ask for: the quoted words of its canonical text. A word too many
  // only costs an evaluation.
  std::vector<std::string> result;
  const std::string text = marker.to_string();
  for (std::size_t at = text.find('"'); at != std::string::npos; at = text.find('"', at)) {
    const std::size_t end = text.find('"', at + 1);
    if (end == std::string::npos) break;
    result.push_back(normalize_name(text.substr(at + 1, end - at - 1)));
    at = end + 1;
  }
  return result;
}

}  // namespace

MarkerEnvironment linux_python(int minor, int patch) {
  const std::string python = "3." + std::to_string(minor);
  const std::string full = python + "." + std::to_string(patch);
  MarkerEnvironment e;
  e[MarkerVariable::kImplementationName] = "cpython";
  e[MarkerVariable::kImplementationVersion] = full;
  e[MarkerVariable::kOsName] = "posix";
  e[MarkerVariable::kPlatformMachine] = "x86_64";
  e[MarkerVariable::kPlatformPythonImplementation] = "CPython";
  e[MarkerVariable::kPlatformSystem] = "Linux";
  e[MarkerVariable::kPythonFullVersion] = full;
  e[MarkerVariable::kPythonVersion] = python;
  e[MarkerVariable::kSysPlatform] = "linux";
  return e;
}

IndexWorld::IndexWorld(ProjectSource& source, MarkerEnvironment environment)
    : source_(source),
      environment_(std::move(environment)),
      python_(*Version::parse(environment_[MarkerVariable::kPythonFullVersion])) {}

IndexWorld::Project IndexWorld::project(const std::string& normalized_name) {
  const auto [place, is_new] =
      index_.try_emplace(normalized_name, static_cast<Project>(names_.size()));
  if (is_new) {
    names_.push_back(normalized_name);
    pages_.emplace_back();
  }
  return place->second;
}

std::uint32_t IndexWorld::specifier(const SpecifierSet& set) {
  const auto [place, is_new] =
      specifier_index_.try_emplace(set.to_string(), static_cast<std::uint32_t>(specifiers_.size()));
  if (is_new) specifiers_.push_back(set);
  return place->second;
}

IndexWorld::Page& IndexWorld::page(Project project) {
  std::unique_ptr<Page>& page = pages_[project];
  if (page) return *page;
  page = std::make_unique<Page>();
  if (auto text = source_.read(names_[project])) page->text = std::move(*text);
  page->lists.resize(page->text.metadata.size());
  order_ranks(*page);
  return *page;
}

// Finals before pre-releases, each newest first; what is no PEP 440 version is left out.
void IndexWorld::order_ranks(Page& page) const {
  struct Entry {
    Version version;
    std::uint32_t release;
    std::uint16_t age;
  };
  std::vector<Entry> entries;
  for (std::uint32_t i = 0; i < page.text.releases.size(); ++i) {
    auto version = Version::parse(page.text.releases[i].version);
    if (version) entries.push_back({std::move(*version), i, 0});
  }
  std::ranges::stable_sort(entries,
                           [](const Entry& a, const Entry& b) { return b.version < a.version; });
  entries.resize(std::min<std::size_t>(entries.size(), 65534));
  for (std::size_t i = 0; i < entries.size(); ++i) entries[i].age = static_cast<std::uint16_t>(i);
  std::stable_partition(entries.begin(), entries.end(),
                        [](const Entry& e) { return !e.version.is_prerelease(); });
  page.reluctant.resize(words_for(entries.size()));
  for (const Entry& entry : entries) {
    const ProjectText::Release& release = page.text.releases[entry.release];
    const std::string& wanted = page.text.metadata[release.metadata].requires_python;
    const auto pythons = parse_specifiers_lenient(wanted);
    const bool fits = wanted.empty() || !pythons || pythons->contains(python_);
    page.exclusion.push_back(!fits ? kOtherPython : !release.usable ? kNoFile : 0);
    if (entry.version.is_prerelease()) set_bit(page.reluctant, page.versions.size());
    page.versions.push_back(entry.version);
    page.release_of.push_back(entry.release);
    page.age.push_back(entry.age);
    page.stamp.push_back(release.stamp);
  }
}

IndexWorld::Need IndexWorld::need(const pincompile::Requirement& requirement) {
  Need need;
  need.project = project(normalize_name(requirement.name));
  need.specifier = specifier(requirement.specifiers);
  for (const std::string& extra : requirement.extras) need.extras.push_back(normalize_name(extra));
  std::ranges::sort(need.extras);
  return need;
}

IndexWorld::Lists IndexWorld::parse(const ProjectText::Metadata& metadata) {
  Lists lists;
  std::vector<std::string> texts = metadata.requires_dist;
  std::ranges::sort(texts);
  for (const std::string& text : texts) {
    const auto requirement = pincompile::Requirement::parse_lenient(text);
    if (!requirement) {
      lists.broken = true;
      continue;
    }
    const bool always = requirement->marker.evaluate(environment_);
    if (!always && !requirement->marker.mentions_extra()) continue;
    if (always) {
      lists.broken = lists.broken || !requirement->url.empty();
      lists.base.push_back(need(*requirement));
      continue;
    }
    for (const std::string& extra : extras_named(requirement->marker)) {
      if (!requirement->marker.evaluate(environment_, std::vector{extra})) continue;
      auto& list = lists.extras[extra];
      list.push_back(need(*requirement));
    }
  }
  return lists;
}

const IndexWorld::Lists& IndexWorld::lists(Project project, std::size_t rank) {
  Page& p = page(project);
  const std::uint32_t metadata = p.text.releases[p.release_of[rank]].metadata;
  if (!p.lists[metadata]) {
    // Not straight into the page: parsing gives out projects, which may move nothing but costs
    // nothing either.
    auto parsed = std::make_unique<Lists>(parse(p.text.metadata[metadata]));
    p.lists[metadata] = std::move(parsed);
  }
  return *p.lists[metadata];
}

const std::vector<Word>& IndexWorld::set(Project project, std::uint32_t specifier) {
  Page& p = page(project);
  const auto [place, is_new] = p.sets.try_emplace(specifier);
  if (is_new) {
    place->second.resize(words_for(p.versions.size()));
    for (std::size_t rank = 0; rank < p.versions.size(); ++rank) {
      const std::string& spelling = p.text.releases[p.release_of[rank]].version;
      if (specifiers_[specifier].contains(p.versions[rank], spelling)) {
        set_bit(place->second, rank);
      }
    }
  }
  return place->second;
}

// ---- one solve

solver::PackageId IndexSolve::local(IndexWorld::Project project, const std::string& extra) {
  const auto found = ids_.find({project, extra});
  if (found != ids_.end()) return found->second;
  Local made{project, extra, {}};
  if (!extra.empty()) made.base = local(project, "");
  const solver::PackageId id(locals_.size());
  ids_.emplace(std::pair(project, extra), id);
  locals_.push_back(std::move(made));
  return id;
}

void IndexSolve::append(std::vector<solver::Requirement>& list, const IndexWorld::Need& need) {
  const solver::SpecifierId specifier(std::size_t{need.specifier});
  const solver::TextId text(std::size_t{need.specifier});
  list.push_back({local(need.project, ""), specifier, text});
  for (const std::string& extra : need.extras) {
    list.push_back({local(need.project, extra), specifier, text});
  }
}

void IndexSolve::add_root(solver::Solver& solver, const pincompile::Requirement& requirement) {
  std::vector<solver::Requirement> list;
  append(list, world_.need(requirement));
  const solver::GroupId group(std::size_t{groups_++});
  for (const solver::Requirement& root : list) solver.add_root(root, group);
}

solver::Fact IndexSolve::page(solver::PackageId package) {
  const Local& local = locals_[package.value()];
  const IndexWorld::Page& page = world_.page(local.project);
  solver::PageFact fact;
  fact.package = package;
  fact.extra_of = local.base;
  const std::string& name = world_.name(local.project);
  fact.name_key = id64(local.extra.empty() ? name : name + "[" + local.extra + "]");
  fact.count = static_cast<std::uint16_t>(page.versions.size());
  fact.exclusion = page.exclusion;
  fact.age = page.age;
  fact.stamp = page.stamp;
  fact.reluctant = page.reluctant;
  return fact;
}

solver::Fact IndexSolve::metadata(const solver::Choice& choice) {
  const Local local = locals_[choice.package.value()];
  const IndexWorld::Lists& lists = world_.lists(local.project, choice.rank);
  if (lists.broken) return solver::UnavailableFact{choice.package, choice.rank, kBroken};
  const std::vector<IndexWorld::Need>* needs = &lists.base;
  static const std::vector<IndexWorld::Need> kNone;
  if (!local.extra.empty()) {
    const auto found = lists.extras.find(local.extra);
    needs = found == lists.extras.end() ? &kNone : &found->second;
  }
  requirements_.emplace_back();
  for (const IndexWorld::Need& need : *needs) append(requirements_.back(), need);
  return solver::DependencyFact{choice.package, choice.rank, requirements_.back()};
}

const std::vector<solver::Fact>& IndexSolve::answer(const solver::Demand& demand) {
  facts_.clear();
  requirements_.clear();
  for (const solver::PackageId package : demand.pages) facts_.push_back(page(package));
  for (const solver::Choice& choice : demand.must) facts_.push_back(metadata(choice));
  for (const solver::Choice& choice : demand.likely) facts_.push_back(metadata(choice));
  return facts_;
}

solver::Lowered IndexSolve::set_of(solver::PackageId package, solver::SpecifierId specifier) const {
  return {world_.set(locals_[package.value()].project, specifier.value()), false};
}

std::vector<IndexSolve::Pin> IndexSolve::pins(const solver::Solution& solution) const {
  std::vector<Pin> result;
  for (const solver::PinnedRank& pin : solution.pins) {
    const Local& local = locals_[pin.package.value()];
    result.push_back({local.project, local.extra, pin.rank});
  }
  return result;
}

// ---- the check

namespace {

class PinCheck {
 public:
  PinCheck(IndexWorld& world, const std::vector<IndexSolve::Pin>& pins) : world_(world) {
    for (const IndexSolve::Pin& pin : pins) pinned_[pin.project].insert(pin.rank);
  }

  std::string error(const std::vector<pincompile::Requirement>& roots) {
    for (const auto& [project, ranks] : pinned_) {
      if (ranks.size() != 1) return world_.name(project) + " is pinned twice";
    }
    for (const pincompile::Requirement& root : roots) meet(root, "the input");
    while (error_.empty() && !open_.empty()) {
      const auto [project, extra] = open_.back();
      open_.pop_back();
      visit(project, extra);
    }
    if (error_.empty() && visited_.size() != pinned_.size()) {
      error_ = std::to_string(pinned_.size() - visited_.size()) + " pins that nobody requires";
    }
    return error_;
  }

 private:
  void meet(const pincompile::Requirement& requirement, const std::string& by) {
    const IndexWorld::Project project = world_.project(normalize_name(requirement.name));
    const auto pin = pinned_.find(project);
    const std::string text = requirement.to_string() + " of " + by;
    if (pin == pinned_.end()) {
      error_ = text + " is not pinned";
      return;
    }
    const IndexWorld::Page& page = world_.page(project);
    const std::size_t rank = *pin->second.begin();
    const std::string& spelling = page.text.releases[page.release_of[rank]].version;
    if (page.exclusion[rank] != 0) error_ = text + " is pinned to an excluded version";
    if (!requirement.specifiers.contains(*Version::parse(spelling), spelling)) {
      error_ = text + " is not met by " + spelling;
    }
    visited_.insert(project);
    note(project, "");
    for (const std::string& extra : requirement.extras) note(project, normalize_name(extra));
  }

  void note(IndexWorld::Project project, const std::string& extra) {
    if (seen_.insert({project, extra}).second) open_.push_back({project, extra});
  }

  void visit(IndexWorld::Project project, const std::string& extra) {
    const IndexWorld::Page& page = world_.page(project);
    const std::size_t rank = *pinned_[project].begin();
    const ProjectText::Release& release = page.text.releases[page.release_of[rank]];
    for (const std::string& text : page.text.metadata[release.metadata].requires_dist) {
      const auto requirement = pincompile::Requirement::parse_lenient(text);
      if (!requirement) {
        error_ = world_.name(project) + " has broken metadata";
        return;
      }
      std::vector<std::string> extras;
      if (!extra.empty()) extras.push_back(extra);
      if (requirement->marker.evaluate(world_.environment(), extras)) {
        meet(*requirement, world_.name(project) + " " + release.version);
      }
    }
  }

  IndexWorld& world_;
  std::map<IndexWorld::Project, std::set<std::size_t>> pinned_;
  std::set<IndexWorld::Project> visited_;
  std::set<std::pair<IndexWorld::Project, std::string>> seen_;
  std::vector<std::pair<IndexWorld::Project, std::string>> open_;
  std::string error_;
};

}  // namespace

std::string pins_error(IndexWorld& world, const std::vector<pincompile::Requirement>& roots,
                       const std::vector<IndexSolve::Pin>& pins) {
  return PinCheck(world, pins).error(roots);
}

}  // namespace pincompile::bench
