// Leaves of the proof, grouped by who needs whom.
// SPDX-License-Identifier: MIT
#include "resolution/story.h"

#include <algorithm>
#include <deque>

#include <fmt/format.h>

#include "resolution/conflict.h"
#include "resolution/extras.h"
#include "resolution/line_diagnosis.h"
#include "resolution/version_runs.h"
#include "resolution/why.h"

namespace pincompile {
namespace {

using solver::ProofKind;

/// Versions of a project that need another one, within these versions of it.
struct Need {
  ProjectId from;
  std::string extra;  ///< of `from`
  ProjectId to;
  std::vector<Word> versions = {};           ///< of `from`, page order
  std::vector<Word> allowed = {};            ///< of `to`, page order
  std::vector<SpecifierId> specifiers = {};  ///< of `texts`: two spellings of one are told once
  std::vector<std::string> texts = {};       ///< distinct requirements as written, newest first
  bool told = false;
};

/// Versions of a project that cannot be had, by reason.
struct Loss {
  ProjectId project;
  ExclusionCode code = ExclusionCode::kNone;
  std::vector<Word> versions = {};
};

void unite(std::vector<Word>& into, const std::vector<Word>& other) {
  for (std::size_t i = 0; i < into.size(); ++i) into[i] |= other[i];
}

class Story {
 public:
  Story(Session& session, const std::vector<std::uint32_t>& lines)
      : session_(session), projects_(session.projects()), lines_(lines) {}

  ToldStory tell() {
    for (const std::uint32_t step : leaves_of(proof())) collect(proof().steps[step]);
    collect_exclusions();
    std::vector<ProjectId> order;
    for (const std::uint32_t number : lines_) {
      tell_line(number);
      mention(projects_.named(line(number).name, line(number).project), order);
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
      tell_losses(order[i]);
      for (Need& need : needs_) {
        if (need.from != order[i]) continue;
        if (!need.told) tell_need(need);
        mention(need.to, order);
      }
    }
    return {std::move(steps_), needs_build_};
  }

 private:
  const solver::ProofLog& proof() const { return session_.solver().proof(); }
  const Line& line(std::uint32_t number) const { return session_.rules().lines()[number]; }
  const PageView& page(ProjectId id) const {
    return projects_.book().page(projects_[id].page).view;
  }
  static void mention(ProjectId id, std::vector<ProjectId>& order) {
    if (std::ranges::find(order, id) == order.end()) order.push_back(id);
  }

  /// Ranks of a literal's set, or of its complement, in page order.
  std::vector<Word> versions_of(const solver::ProofLiteral& literal, bool complement) const {
    const Project& project = projects_[session_.encoder().package(literal.package).project];
    std::vector<Word> versions(words_for(project.count()));
    const Bits set = proof().set_of(literal);
    for (Rank rank = 0; rank < project.count(); ++rank) {
      if (test_bit(set, rank) == complement) continue;
      // A proof's sets are cut to the admissible ranks; so is their complement here.
      if (project.artifact == nullptr && project.order.exclusion[rank] != 0) continue;
      set_bit(versions, project.artifact ? 0 : project.order.version_of[rank]);
    }
    return versions;
  }

  void collect(const solver::ProofStep& leaf) {
    if (leaf.kind == ProofKind::kUnavailable) {
      const PackageId package = proof().literals_of(leaf)[0].package;
      const ProjectId id = session_.encoder().package(package).project;
      add_loss(id, unavailable_code(package, static_cast<Rank>(leaf.subject)),
               static_cast<Rank>(leaf.subject));
    }
    if (leaf.kind == ProofKind::kDependency) collect_need(leaf);
  }

  ExclusionCode unavailable_code(PackageId package, Rank rank) const {
    for (const solver::Fact& fact : session_.solver().facts().facts()) {
      const auto* unavailable = std::get_if<solver::UnavailableFact>(&fact);
      if (unavailable && unavailable->package == package && unavailable->rank == rank) {
        return static_cast<ExclusionCode>(unavailable->code);
      }
    }
    return ExclusionCode::kBadMetadata;
  }

  void add_loss(ProjectId id, ExclusionCode code, Rank rank) {
    const Project& project = projects_[id];
    const auto same = [&](const Loss& loss) { return loss.project == id && loss.code == code; };
    auto found = std::ranges::find_if(losses_, same);
    if (found == losses_.end()) {
      losses_.push_back({id, code, std::vector<Word>(words_for(project.count()))});
      found = losses_.end() - 1;
    }
    set_bit(found->versions, project.artifact ? 0 : project.order.version_of[rank]);
  }

  void collect_need(const solver::ProofStep& leaf) {
    const auto literals = proof().literals_of(leaf);
    const Package& from = session_.encoder().package(literals[0].package);
    std::vector<Word> versions = versions_of(literals[0], true);
    // An empty set of the required package leaves no literal: the target is found by the texts.
    std::optional<ProjectId> to;
    std::vector<Word> allowed;
    if (literals.size() > 1) {
      to = session_.encoder().package(literals[1].package).project;
      allowed = versions_of(literals[1], false);
    }
    for (const ProjectId target : to ? std::vector{*to} : targets_without_version(from, versions)) {
      if (target == from.project) continue;
      if (!to) allowed.assign(words_for(projects_[target].count()), 0);
      add_need(from, target, versions, allowed);
    }
  }

  /// Packages that these versions require and of which no admissible version is within the texts.
  std::vector<ProjectId> targets_without_version(const Package& from,
                                                 const std::vector<Word>& versions) const {
    std::vector<ProjectId> targets;
    each_requirement(from, versions, [&](const RequirementView& view, SpecifierId specifier) {
      const ProjectId id = projects_.named(view.name, view.name_text);
      if (!projects_.is_known(id)) return;  // nobody asked, so it is no reason
      const Project& project = projects_.judge(id);
      const Bits ranks = projects_.ranks_in(id, specifier);
      bool any = false;
      for (Rank rank = 0; rank < project.count(); ++rank) {
        const bool admitted = project.artifact != nullptr || project.order.exclusion[rank] == 0;
        any = any || (admitted && test_bit(ranks, rank));
      }
      if (!any && std::ranges::find(targets, id) == targets.end()) targets.push_back(id);
    });
    return targets;
  }

  /// Calls back for each requirement of each of the versions, newest first.
  template <class Visit>
  void each_requirement(const Package& from, const std::vector<Word>& versions, Visit visit) const {
    const Project& project = projects_[from.project];
    std::vector<std::uint32_t> numbers;
    for (std::uint32_t i = project.count(); i-- > 0;) {
      if (!test_bit(versions, i)) continue;
      const Rank rank = project.artifact ? Rank{0} : project.order.rank_of[i];
      const DependencyView& view = projects_.dependencies(from.project, rank);
      numbers.clear();
      append_active(view, session_.encoder().markers(), from.extra, numbers);
      for (const std::uint32_t number : numbers) {
        const RequirementView requirement = view.requirement(number);
        const auto wanted = effective(requirement, session_.rules(), projects_.book().specifiers());
        if (wanted) visit(requirement, wanted->specifier);
      }
    }
  }

  void add_need(const Package& from, ProjectId to, const std::vector<Word>& versions,
                const std::vector<Word>& allowed) {
    const auto same = [&](const Need& need) {
      return need.from == from.project && need.extra == from.extra && need.to == to;
    };
    auto found = std::ranges::find_if(needs_, same);
    if (found == needs_.end()) {
      Need need;
      need.from = from.project;
      need.extra = from.extra;
      need.to = to;
      need.versions = versions;
      need.allowed = allowed;
      needs_.push_back(std::move(need));
      found = needs_.end() - 1;
    } else {
      unite(found->versions, versions);
      unite(found->allowed, allowed);
    }
    const Id64 name = projects_[to].name;
    each_requirement(from, versions, [&](const RequirementView& view, SpecifierId specifier) {
      if (view.name != name) return;
      if (std::ranges::find(found->specifiers, specifier) != found->specifiers.end()) return;
      found->specifiers.push_back(specifier);
      found->texts.push_back(without_marker(view.text));
    });
  }

  static std::string without_marker(std::string_view text) {
    text = text.substr(0, text.find(';'));
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return std::string(text);
  }

  /// Versions that would satisfy a package's needs and lines, were they admissible.
  void collect_exclusions() {
    std::vector<ProjectId> all;
    for (const std::uint32_t number : lines_) {
      mention(projects_.named(line(number).name, line(number).project), all);
    }
    for (const Need& need : needs_) mention(need.to, all);
    for (const ProjectId id : all) {
      const Project& project = projects_.judge(id);
      if (project.artifact != nullptr) continue;
      std::vector<Word> wanted = wanted_versions(id);
      bool admissible = false;
      for (std::uint32_t i = 0; i < project.count(); ++i) {
        admissible = admissible ||
                     (test_bit(wanted, i) && project.admission.codes[i] == ExclusionCode::kNone);
      }
      if (admissible) continue;
      for (std::uint32_t i = 0; i < project.count(); ++i) {
        if (test_bit(wanted, i)) {
          add_loss(id, project.admission.codes[i], project.order.rank_of[i]);
        }
      }
    }
  }

  /// What the lines and the texts of all needs on a project admit together.
  std::vector<Word> wanted_versions(ProjectId id) const {
    const Project& project = projects_[id];
    std::vector<Word> wanted(words_for(project.count()), ~Word{0});
    const auto keep = [&](SpecifierId specifier) {
      const Bits set = projects_.book().versions_in(project.page, specifier);
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] &= set[i];
    };
    for (const std::uint32_t number : lines_) {
      if (line(number).name == project.name) keep(line(number).specifier);
    }
    for (const Need& need : needs_) {
      if (need.to != id) continue;
      // Several texts for one need: any of them will do.
      std::vector<Word> any(wanted.size());
      const Package from{need.from, need.extra};
      each_requirement(from, need.versions,
                       [&](const RequirementView& view, SpecifierId specifier) {
                         if (view.name != project.name) return;
                         const Bits set = projects_.book().versions_in(project.page, specifier);
                         for (std::size_t i = 0; i < any.size(); ++i) any[i] |= set[i];
                       });
      for (std::size_t i = 0; i < wanted.size(); ++i) wanted[i] &= any[i];
    }
    return wanted;
  }

  void tell_line(std::uint32_t number) {
    const InputRequirement& input = line_input(session_.inputs(), line(number));
    std::string text = line_place(session_.inputs(), line(number));
    if (line(number).kind == LineKind::kConstraint) {
      text += " allows only " + input.text;
    } else if (line(number).kind == LineKind::kNone) {
      text += " asks for this upgrade";
    } else {
      text += " asks for " + input.text;
    }
    steps_.push_back({std::move(text), input.origin});
  }

  std::string subject(ProjectId id, const std::string& extra, const std::vector<Word>& versions,
                      bool& many) const {
    const Project& project = projects_[id];
    std::string name = project.text + (extra.empty() ? "" : "[" + extra + "]");
    many = false;
    if (project.artifact != nullptr) return name + " " + project.artifact->version;
    const std::size_t count = count_bits(versions);
    many = count > 1;
    std::size_t admissible = 0;
    for (const ExclusionCode code : project.admission.codes) {
      admissible += code == ExclusionCode::kNone ? 1 : 0;
    }
    if (count == admissible && count > 1) {
      many = false;
      return "every usable version of " + name;
    }
    const std::string which = describe_versions(page(id), versions);
    many = many && !which.ends_with("or later");
    return name + " " + which;
  }

  void tell_need(Need& need) {
    need.told = true;
    bool many = false;
    std::string text = subject(need.from, need.extra, need.versions, many);
    text += many ? " need " : " needs ";
    const Project& to = projects_[need.to];
    if (need.texts.size() <= 2 || to.artifact != nullptr) {
      for (std::size_t i = 0; i < need.texts.size(); ++i) {
        text += (i == 0 ? "" : " or ") + need.texts[i];
      }
    } else if (count_bits(need.allowed) == 0) {
      text += need.texts.front() + " or the like";
    } else {
      text += to.text + " " + describe_versions(page(need.to), need.allowed);
    }
    steps_.push_back({std::move(text), {}});
  }

  void tell_losses(ProjectId id) {
    const Project& project = projects_[id];
    if (project.artifact == nullptr) {
      const KnownPage& known = projects_.book().page(project.page);
      if (known.state == Known::kAbsent) {
        steps_.push_back({fmt::format("there is no package named \"{}\" on {}", project.text,
                                      index_names(known.asked)),
                          {}});
        return;
      }
    }
    for (const Loss& loss : losses_) {
      if (loss.project != id || count_bits(loss.versions) == 0) continue;
      needs_build_ = needs_build_ || loss.code == ExclusionCode::kNeedsBuild;
      bool many = false;
      std::string text = subject(id, {}, loss.versions, many);
      std::uint32_t last = project.count();
      while (last-- > 0 && !test_bit(loss.versions, last)) {
      }
      steps_.push_back(
          {text + " " + loss_text(page(id), last, loss.code, many, session_.request().target), {}});
    }
  }

  Session& session_;
  Projects& projects_;
  const std::vector<std::uint32_t>& lines_;
  std::vector<Need> needs_;
  std::vector<Loss> losses_;
  std::vector<Conflict::Step> steps_;
  bool needs_build_ = false;
};

}  // namespace

std::vector<std::uint32_t> leaves_of(const solver::ProofLog& proof) {
  std::uint32_t last = static_cast<std::uint32_t>(proof.steps.size());
  while (last-- > 1) {
    const solver::ProofStep& step = proof.steps[last];
    if (step.kind == ProofKind::kDerived && step.literals_begin == step.literals_end) break;
  }
  std::vector<std::uint32_t> leaves;
  if (last == 0 || last >= proof.steps.size()) return leaves;
  std::vector<bool> seen(proof.steps.size());
  std::vector<std::uint32_t> todo{last};
  seen[last] = true;
  while (!todo.empty()) {
    const std::uint32_t number = todo.back();
    todo.pop_back();
    const auto antecedents = proof.antecedents_of(proof.steps[number]);
    if (antecedents.empty()) leaves.push_back(number);
    for (const solver::ProofAntecedent& antecedent : antecedents) {
      if (seen[antecedent.step]) continue;
      seen[antecedent.step] = true;
      todo.push_back(antecedent.step);
    }
  }
  std::ranges::sort(leaves);
  return leaves;
}

ToldStory tell_story(Session& session, const std::vector<std::uint32_t>& lines) {
  return Story(session, lines).tell();
}

}  // namespace pincompile
