// Reasons in the order of their weight: the version itself, then who limits it directly, then the
// certificate of the pin.
// SPDX-License-Identifier: MIT
#include "resolution/why.h"

#include <algorithm>

#include "resolution/exclusion_text.h"

namespace pincompile {
namespace {

constexpr std::size_t kMaxHeldBack = 3;

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
    for (std::uint32_t version = pinned + 1;
         version < page.version_count() && pin.held_back.size() < kMaxHeldBack; ++version) {
      if (page.is_prerelease(version) && !page.is_prerelease(pinned)) continue;
      pin.held_back.push_back(reason(number, id, page, version));
    }
  }

 private:
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
    if (name_unavailability(id, project.order.rank_of[version], held)) return held;
    name_certificate(number, held);
    return held;
  }

  /// Lines and pins whose own requirement does not admit the version.
  bool name_limits(std::size_t number, const PageView& page, std::uint32_t version,
                   HeldBack& held) const {
    const Pin& pin = answer_.resolution.pins[number];
    const SpecifierPool& pool = projects_.book().specifiers();
    for (std::size_t i = 0; i < pin.required_by.size(); ++i) {
      if (pool.contains(answer_.limits[number][i], page.key(version), page.spelling(version))) {
        continue;
      }
      const RequiredBy& by = pin.required_by[i];
      if (by.parent.empty()) {
        const InputRequirement& line = line_of(by);
        held.by.push_back(place(line));
        held.text += (held.text.empty() ? "" : "; ") + place(line) + " asks for " + line.text;
      } else {
        if (std::ranges::find(held.by, by.parent) == held.by.end()) held.by.push_back(by.parent);
        held.text += (held.text.empty() ? "" : "; ") + pin_text(by.parent) + " needs " + pin.name +
                     by.specifier;
      }
    }
    return !held.by.empty();
  }

  /// The version's own metadata, if it was looked at.
  bool name_unavailability(ProjectId id, Rank rank, HeldBack& held) const {
    const KnownMetadata& known = projects_.book().metadata(projects_.metadata_of(id, rank));
    if (known.state == Known::kAbsent) {
      held.code = unavailable_code(known.unavailable.reason);
      held.text = known.unavailable.text;
      return true;
    }
    if (known.state == Known::kFound && !known.view.requires_python_unreadable() &&
        !python_admitted(known.view.requires_python(), projects_.context())) {
      held.code = ExclusionCode::kRequiresPython;
      held.text = "needs Python " + std::string(known.view.requires_python_text());
      return true;
    }
    return false;
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
      held.text += (held.text.empty() ? "" : ", ") + pin_text(name);
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
