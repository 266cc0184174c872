// Reasons in the order of their weight: the version itself, then who limits it directly, then what
// it needs that the pins do not give, then the certificate of the pin.
// SPDX-License-Identifier: MIT
#include "resolution/why.h"

#include <algorithm>

#include "resolution/exclusion_text.h"
#include "resolution/other_pythons.h"
#include "resolution/patch_release.h"
#include "resolution/reasons.h"

namespace pincompile {
namespace {

constexpr std::size_t kNearest = 3;
/// Told of one version.
constexpr std::size_t kMaxLimits = 3;
constexpr std::size_t kMaxNeeds = 2;

std::string place(const InputRequirement& line) {
  return line.origin.file + ":" + std::to_string(line.origin.line);
}

class WhyNotNewer {
 public:
  WhyNotNewer(const AnswerParts& parts, Answer& answer)
      : parts_(parts), answer_(answer), projects_(parts.encoder.projects()) {}

  void add(std::size_t number) {
    Pin& pin = answer_.resolution.pins[number];
    const Choice choice = answer_.choices[number];
    const ProjectId id = parts_.encoder.package(choice.package).project;
    const Project& project = projects_[id];
    if (project.artifact != nullptr) return;
    const PageView& page = projects_.book().page(project.page).view;
    const std::uint32_t pinned = project.order.version_of[choice.rank];
    const auto counts = [&](std::uint32_t version) {
      return !page.is_prerelease(version) || page.is_prerelease(pinned);
    };
    std::uint32_t newest = page.version_count() - 1;
    while (newest > pinned && !counts(newest)) --newest;
    for (std::uint32_t version = pinned + 1; version <= newest; ++version) {
      if (!counts(version)) continue;
      if (pin.held_back.size() == kNearest) version = newest;
      pin.held_back.push_back(reason(number, id, page, version));
    }
    note_patch_release(pin);
  }

 private:
  /// Whoever names X.Y does not think of X.Y.0.
  void note_patch_release(const Pin& pin) {
    constexpr std::string_view kNeedsPython = "needs Python ";
    for (auto held = pin.held_back.rbegin(); held != pin.held_back.rend(); ++held) {
      if (held->code != ExclusionCode::kRequiresPython || !held->text.starts_with(kNeedsPython))
        continue;
      const auto python = admitted_patch_release(
          parts_.request.target, std::string_view(held->text).substr(kNeedsPython.size()));
      if (!python) continue;
      answer_.resolution.notes.push_back(pin.name + " " + held->version + " " + held->text +
                                         ": --python-version " + option_text(*python) +
                                         " would admit it");
      return;
    }
  }

  HeldBack reason(std::size_t number, ProjectId id, const PageView& page, std::uint32_t version) {
    const Project& project = projects_[id];
    HeldBack held;
    held.version = std::string(page.version_text(version));
    held.code = project.admission.codes[version];
    if (held.code != ExclusionCode::kNone) {
      held.text = exclusion_text(page, version, held.code);
      return held;
    }
    held.code = ExclusionCode::kConflict;
    if (name_limits(number, page, version, held)) return held;
    const Rank rank = project.order.rank_of[version];
    if (name_unavailability(id, page, rank, held) || name_needs(id, rank, held)) return held;
    name_certificate(number, held);
    return held;
  }

  /// Lines and pins whose own requirement does not admit the version.
  bool name_limits(std::size_t number, const PageView& page, std::uint32_t version,
                   HeldBack& held) const {
    const Pin& pin = answer_.resolution.pins[number];
    const SpecifierPool& pool = projects_.book().specifiers();
    std::size_t told = 0, left_out = 0;
    for (std::size_t i = 0; i < pin.required_by.size(); ++i) {
      if (pool.contains(answer_.limits[number][i], page.key(version), page.spelling(version))) {
        continue;
      }
      const RequiredBy& by = pin.required_by[i];
      const bool is_line = by.parent.empty();
      const std::string who = is_line ? place(line_of(by)) : by.parent;
      if (std::ranges::find(held.by, who) == held.by.end()) held.by.push_back(who);
      if (++told > kMaxLimits) {
        ++left_out;
        continue;
      }
      held.text += (held.text.empty() ? "" : "; ") +
                   (is_line ? who + " asks for " + line_of(by).text
                            : pin_text(by.parent) + " needs " + pin.name + by.specifier);
    }
    if (left_out != 0) held.text += "; and " + std::to_string(left_out) + " more";
    return !held.by.empty();
  }

  /// The version's own metadata, if the solver looked at it.
  bool name_unavailability(ProjectId id, const PageView& page, Rank rank, HeldBack& held) const {
    const Project& project = projects_[id];
    for (const solver::Fact& fact : parts_.facts.facts()) {
      const auto* lost = std::get_if<solver::UnavailableFact>(&fact);
      if (lost == nullptr || lost->rank != rank || lost->package != project.package) continue;
      held.code = static_cast<ExclusionCode>(lost->code);
      const KnownMetadata& known = projects_.book().metadata(projects_.metadata_of(id, rank));
      if (known.state == Known::kAbsent) {
        held.text = known.unavailable.text;
      } else if (held.code == ExclusionCode::kRequiresPython) {
        held.text = "needs Python " + std::string(known.view.requires_python_text());
      } else {
        held.text = exclusion_text(page, project.order.version_of[rank], held.code);
      }
      return true;
    }
    return false;
  }

  /// Requirements of the version, as far as the solver looked at it, that the pins do not meet.
  bool name_needs(ProjectId id, Rank rank, HeldBack& held) const {
    for (const solver::Fact& fact : parts_.facts.facts()) {
      const auto* known = std::get_if<solver::DependencyFact>(&fact);
      if (known == nullptr || known->rank != rank || !is_pinned_part(known->package, id)) continue;
      for (const solver::Requirement& requirement : known->requirements) {
        const Package& wanted = parts_.encoder.package(requirement.package);
        const std::string& name = projects_[wanted.project].text;
        const auto pin = rank_of(requirement.package);
        if (!wanted.extra.empty() || !pin || held.by.size() == kMaxNeeds) continue;
        const Bits set = parts_.encoder.set_of(requirement.package, requirement.specifier).set;
        if (test_bit(set, *pin) || std::ranges::find(held.by, name) != held.by.end()) continue;
        held.by.push_back(name);
        held.text +=
            (held.text.empty() ? "needs " : "; needs ") + text_of(requirement) +
            (any_admissible(wanted.project, set)
                 ? ", the pin is " + std::string(projects_.version_text(wanted.project, *pin))
                 : std::string(", of which no version can be had"));
      }
    }
    return !held.by.empty();
  }

  bool any_admissible(ProjectId id, Bits ranks) const {
    const Project& project = projects_[id];
    for (Rank rank = 0; rank < project.count(); ++rank) {
      if (test_bit(ranks, rank) && (project.artifact || project.order.exclusion[rank] == 0)) {
        return true;
      }
    }
    return false;
  }

  std::string text_of(const solver::Requirement& requirement) const {
    const RequirementPlace& place = parts_.encoder.place(requirement.text);
    const ProjectId parent = parts_.encoder.package(place.parent).project;
    const RequirementView view =
        projects_.dependencies(parent, place.rank).requirement(place.number);
    return plain_requirement(view.text);
  }

  std::optional<Rank> rank_of(PackageId package) const {
    const auto found =
        std::ranges::find(parts_.solution.pins, package, &solver::PinnedRank::package);
    if (found == parts_.solution.pins.end()) return std::nullopt;
    return found->rank;
  }

  /// Whether a package is the project, or one of its extras that is pinned too.
  bool is_pinned_part(PackageId package, ProjectId id) const {
    return parts_.encoder.package(package).project == id && rank_of(package).has_value();
  }

  /// The pins that, with the lines, leave no better version; and what besides would have to give.
  void name_certificate(std::size_t number, HeldBack& held) const {
    std::vector<std::string> others;  // ways out that were not taken
    const auto add = [](std::vector<std::string>& to, const std::string& text) {
      if (std::ranges::find(to, text) == to.end()) to.push_back(text);
    };
    for (const solver::PinnedRank& pinned : parts_.solution.pins) {
      if (pinned.package != answer_.choices[number].package) continue;
      for (const solver::Tag& tag : parts_.solution.core_of(pinned)) {
        if (tag.kind == solver::TagKind::kProbe) continue;
        const Package& package = parts_.encoder.package(PackageId(tag.id));
        const std::string& name = projects_[package.project].text;
        if (tag.kind == solver::TagKind::kFreshness) {
          add(others, "other packages would fall far behind");
        } else if (tag.kind == solver::TagKind::kReluctance) {
          add(others, "a pre-release of " + name + " would be needed");
        } else if (name != answer_.resolution.pins[number].name) {
          add(held.by, name);
        }
      }
    }
    std::ranges::sort(held.by);
    std::ranges::sort(others);
    for (const std::string& name : held.by) {
      held.text += (held.text.empty() ? "does not go together with " : ", ") + pin_text(name);
    }
    for (const std::string& other : others) {
      held.text += (held.text.empty() ? "" : ", or ") + other;
    }
    if (held.text.empty()) held.text = "the requirements leave no room for it";
  }

  const InputRequirement& line_of(const RequiredBy& by) const {
    const auto& inputs = parts_.inputs;
    const auto& lines = by.line_kind == LineKind::kConstraint ? inputs.constraints
                        : by.line_kind == LineKind::kOverride ? inputs.overrides
                                                              : inputs.requirements;
    return lines[by.line.value_or(0)];
  }

  std::string pin_text(const std::string& name) const {
    const auto& pins = answer_.resolution.pins;
    const auto found = std::ranges::lower_bound(pins, name, {}, &Pin::name);
    return found != pins.end() && found->name == name ? name + "==" + found->version : name;
  }

  const AnswerParts& parts_;
  Answer& answer_;
  Projects& projects_;
};

}  // namespace

void add_held_back(const AnswerParts& parts, Answer& answer) {
  WhyNotNewer why(parts, answer);
  for (std::size_t i = 0; i < answer.resolution.pins.size(); ++i) why.add(i);
}

}  // namespace pincompile
