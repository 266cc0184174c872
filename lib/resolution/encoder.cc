// Pages, metadata and lines as facts of the solver.
// SPDX-License-Identifier: MIT
#include "resolution/encoder.h"

#include <algorithm>

#include "resolution/extras.h"

namespace pincompile {
namespace {

std::uint64_t mixed(std::uint64_t name, std::uint64_t extra) {
  return (name ^ (extra << 7 | extra >> 57)) * 0x9e3779b97f4a7c15u;
}

}  // namespace

ExclusionCode unavailable_code(MetadataUnavailable::Reason reason) {
  switch (reason) {
    case MetadataUnavailable::Reason::kNeedsBuild:
      return ExclusionCode::kNeedsBuild;
    case MetadataUnavailable::Reason::kBadMetadata:
      return ExclusionCode::kBadMetadata;
    case MetadataUnavailable::Reason::kMissing:
      return ExclusionCode::kBadMetadata;
    case MetadataUnavailable::Reason::kNotRecorded:
      return ExclusionCode::kNotRecorded;
  }
  return ExclusionCode::kBadMetadata;
}

/// One requirement on the way to the solver.
struct Encoder::Wanted {
  RequirementView view;
  SpecifierId specifier;
  std::uint32_t number = 0;
};

std::optional<EffectiveRequirement> effective(const RequirementView& requirement,
                                              const InputRules& inputs, SpecifierPool& pool) {
  if (const Override* replaced = inputs.override_of(requirement.name)) {
    if (!replaced->active) return std::nullopt;
    return EffectiveRequirement{replaced->specifier, true};
  }
  return EffectiveRequirement{pool.of_record(requirement.specifier_id, requirement.specifiers),
                              false};
}

PackageId Encoder::package_of(ProjectId id) {
  Project& project = projects_[id];
  if (project.package.is_none()) project.package = packages_.push_back({id, {}});
  return project.package;
}

PackageId Encoder::extra_of(ProjectId id, std::string_view extra) {
  package_of(id);
  Project& project = projects_[id];
  for (const ExtraPackage& known : project.extras) {
    if (known.extra == extra) return known.package;
  }
  const PackageId package = packages_.push_back({id, std::string(extra)});
  project.extras.push_back({std::string(extra), package});
  return package;
}

std::uint64_t Encoder::name_key(PackageId id) const {
  const Package& package = packages_[id];
  const Id64 name = projects_[package.project].name;
  return package.extra.empty() ? name : mixed(name, id64(package.extra));
}

void Encoder::add_line(solver::Solver& to, std::uint32_t number) {
  const Line& line = projects_.inputs().lines()[number];
  const ProjectId project = projects_.named(line.name, line.project);
  const solver::TextId text = places_.push_back({PackageId(), solver::kNoRank, number});
  const solver::GroupId group(number);
  const solver::Requirement requirement{package_of(project), line.specifier, text};
  if (line.kind != LineKind::kRequirement) {
    to.add_constraint(requirement, group);
    return;
  }
  to.add_root(requirement, group);
  for (const std::string& extra : line.extras) {
    to.add_root({extra_of(project, extra), line.specifier, text}, group);
  }
}

void Encoder::add_targets(solver::Solver& to) {
  std::vector<PackageId> targets;
  for (const auto& [name, text] : projects_.inputs().targets()) {
    targets.push_back(package_of(projects_.named(name, text)));
  }
  to.set_targets(targets);
}

solver::Fact Encoder::page(PackageId id) {
  const Package& package = packages_[id];
  const Project& project = projects_.judge(package.project);
  solver::PageFact fact;
  fact.package = id;
  fact.name_key = name_key(id);
  fact.count = project.count();
  if (!package.extra.empty()) fact.extra_of = project.package;
  if (project.artifact != nullptr) return fact;
  fact.pin = project.admission.pin ? Rank{0} : solver::kNoRank;
  fact.exclusion = project.order.exclusion;
  fact.age = project.order.age;
  fact.stamp = project.order.stamp;
  fact.reluctant = project.order.reluctant;
  return fact;
}

std::optional<ExclusionCode> Encoder::unavailable(const solver::Choice& choice) const {
  const ProjectId id = packages_[choice.package].project;
  const Project& project = projects_[id];
  if (project.artifact == nullptr) {
    const KnownMetadata& known = projects_.book().metadata(projects_.metadata_of(id, choice.rank));
    if (known.state != Known::kFound) return unavailable_code(known.unavailable.reason);
  }
  const DependencyView& view = projects_.dependencies(id, choice.rank);
  if (!view.requires_python_unreadable() &&
      !python_admitted(view.requires_python(), projects_.context())) {
    return ExclusionCode::kRequiresPython;
  }
  return std::nullopt;
}

/// The requirements of a choice that hold, after overrides, sorted by name, then specifier text.
void Encoder::collect(const solver::Choice& choice, std::vector<Wanted>& out) {
  const Package& package = packages_[choice.package];
  const DependencyView& view = projects_.dependencies(package.project, choice.rank);
  numbers_.clear();
  append_active(view, markers_, package.extra, numbers_);
  for (const std::uint32_t number : numbers_) {
    const RequirementView requirement = view.requirement(number);
    const auto wanted = effective(requirement, projects_.inputs(), projects_.book().specifiers());
    if (wanted) out.push_back({requirement, wanted->specifier, number});
  }
  std::ranges::sort(out, [](const Wanted& a, const Wanted& b) {
    if (a.view.name_text != b.view.name_text) return a.view.name_text < b.view.name_text;
    if (a.view.specifiers.text != b.view.specifiers.text) {
      return a.view.specifiers.text < b.view.specifiers.text;
    }
    return a.number < b.number;
  });
}

solver::Fact Encoder::metadata(const solver::Choice& choice) {
  const auto refuse = [&](ExclusionCode code) {
    return solver::UnavailableFact{choice.package, choice.rank, static_cast<std::uint8_t>(code)};
  };
  if (const auto code = unavailable(choice)) return refuse(*code);
  const ProjectId own = packages_[choice.package].project;
  const bool from_artifact = projects_[own].artifact != nullptr;
  SpecifierPool& pool = projects_.book().specifiers();
  std::vector<Wanted> wanted;
  collect(choice, wanted);
  requirements_.emplace_back();
  std::vector<solver::Requirement>& requirements = requirements_.back();
  for (std::size_t i = 0; i < wanted.size();) {
    std::size_t end = i;
    SpecifierId specifier = pool.any();
    while (end < wanted.size() && wanted[end].view.name == wanted[i].view.name) {
      const Wanted& one = wanted[end++];
      specifier = pool.both(specifier, one.specifier);
      const bool by_url = !one.view.url.empty() && !projects_.inputs().override_of(one.view.name);
      if (by_url && !from_artifact) return refuse(ExclusionCode::kUrlDependency);
    }
    const ProjectId project = projects_.named(wanted[i].view.name, wanted[i].view.name_text);
    const solver::TextId text = places_.push_back({choice.package, choice.rank, wanted[i].number});
    const bool self = project == own;
    if (self) {
      if (!test_bit(projects_.ranks_in(own, specifier), choice.rank)) {
        return refuse(ExclusionCode::kConflict);
      }
    } else {
      requirements.push_back({package_of(project), specifier, text});
    }
    const std::size_t first_extra = requirements.size();
    for (; i < end; ++i) {
      const TextsView extras = wanted[i].view.extras;
      for (std::size_t e = 0; e < extras.size(); ++e) {
        const PackageId extra = extra_of(project, extras[e]);
        const auto same = [&](const solver::Requirement& known) { return known.package == extra; };
        if (extra != choice.package &&
            std::none_of(requirements.begin() + static_cast<std::ptrdiff_t>(first_extra),
                         requirements.end(), same)) {
          requirements.push_back({extra, specifier, text});
        }
      }
    }
  }
  return solver::DependencyFact{choice.package, choice.rank, requirements};
}

solver::Lowered Encoder::set_of(PackageId package, solver::SpecifierId specifier) const {
  return {projects_.ranks_in(packages_[package].project, specifier), false};
}

}  // namespace pincompile
