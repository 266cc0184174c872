// A walk over the likely closure, one package at a time as its page and metadata arrive.
// SPDX-License-Identifier: MIT
#include "resolution/lookahead.h"

#include <algorithm>

#include "resolution/encoder.h"
#include "resolution/extras.h"

namespace pincompile {

void Lookahead::start() {
  const InputRules& inputs = projects_.inputs();
  for (const Line& line : inputs.lines()) {
    const ProjectId project = projects_.named(line.name, line.project);
    if (line.kind == LineKind::kRequirement) {
      want(project, line.specifier, line.extras);
    } else {
      Node& limited = node(project);
      limited.specifier = projects_.book().specifiers().both(limited.specifier, line.specifier);
    }
  }
  for (const auto& [name, version] : inputs.pinned()) {
    projects_.book().ask(projects_.book().page_named(name), true);
  }
  drain();
}

Lookahead::Node& Lookahead::node(ProjectId project) {
  while (nodes_.size() <= project.value()) {
    nodes_.emplace_back();
    nodes_.back().specifier = projects_.book().specifiers().any();
  }
  return nodes_[project.value()];
}

void Lookahead::want(ProjectId id, SpecifierId specifier, const std::vector<std::string>& extras) {
  Node& wanted = node(id);
  const Project& project = projects_[id];
  if (!wanted.wanted) {
    wanted.wanted = true;
    if (project.artifact == nullptr) {
      of_page_.try_emplace(project.page.value(), id);
      projects_.book().ask(project.page, true);
    }
  }
  const SpecifierId both = projects_.book().specifiers().both(wanted.specifier, specifier);
  bool changed = both != wanted.specifier;
  wanted.specifier = both;
  for (const std::string& extra : extras) {
    if (std::ranges::find(wanted.extras, extra) != wanted.extras.end()) continue;
    wanted.extras.push_back(extra);
    changed = true;
  }
  if (changed || !wanted.walked) queue_.push_back(id);
}

void Lookahead::lead(ProjectId id, Rank rank) {
  const Project& project = projects_[id];
  Node& led = node(id);
  led.wanted = led.led = true;
  if (led.chosen != rank) {
    led.chosen = rank;
    led.walked = false;
    led.extras_walked = 0;
  }
  if (project.artifact == nullptr) of_page_.try_emplace(project.page.value(), id);
  if (!led.walked) queue_.push_back(id);
}

/// The best rank within the specifiers; what leaves nothing is for the solver to sort out.
void Lookahead::choose(ProjectId id) {
  const Project& project = projects_.judge(id);
  Node& chosen = node(id);
  if (chosen.led || chosen.choices == kMaxChoices) return;
  const Bits ranks = projects_.ranks_in(id, chosen.specifier);
  for (Rank rank = 0; rank < project.count(); ++rank) {
    const bool admitted = project.artifact != nullptr || project.order.exclusion[rank] == 0;
    if (!admitted || !test_bit(ranks, rank)) continue;
    if (rank == chosen.chosen) return;
    chosen.chosen = rank;
    chosen.walked = false;
    chosen.extras_walked = 0;
    ++chosen.choices;
    projects_.ask_metadata(id, rank, true);
    return;
  }
}

void Lookahead::follow(ProjectId id) {
  const Project& project = projects_[id];
  if (project.artifact == nullptr) {
    if (projects_.book().page(project.page).state != Known::kFound) return;
  }
  choose(id);
  Node& from = node(id);
  if (from.chosen == solver::kNoRank) return;
  if (project.artifact == nullptr &&
      projects_.book().metadata(projects_.metadata_of(id, from.chosen)).state != Known::kFound) {
    return;
  }
  const DependencyView& view = projects_.dependencies(id, from.chosen);
  std::vector<std::uint32_t> numbers;
  if (!from.walked) append_active(view, markers_, {}, numbers);
  for (; from.extras_walked < from.extras.size(); ++from.extras_walked) {
    append_active(view, markers_, from.extras[from.extras_walked], numbers);
  }
  from.walked = true;
  for (const std::uint32_t number : numbers) {
    const RequirementView requirement = view.requirement(number);
    const auto wanted = effective(requirement, projects_.inputs(), projects_.book().specifiers());
    if (!wanted || !requirement.url.empty()) continue;
    std::vector<std::string> extras;
    for (std::size_t i = 0; i < requirement.extras.size(); ++i) {
      extras.emplace_back(requirement.extras[i]);
    }
    want(projects_.named(requirement.name, requirement.name_text), wanted->specifier, extras);
  }
}

void Lookahead::drain() {
  while (!queue_.empty()) {
    const ProjectId next = queue_.front();
    queue_.pop_front();
    follow(next);
  }
}

void Lookahead::walk(const std::vector<FactBook::Arrival>& arrivals) {
  for (const FactBook::Arrival& arrival : arrivals) {
    PageId page = arrival.page;
    if (page.is_none()) page = projects_.book().metadata(arrival.metadata).page;
    if (page.is_none()) continue;
    const auto found = of_page_.find(page.value());
    if (found != of_page_.end()) {
      queue_.push_back(found->second);
    } else if (const std::string& name = projects_.book().page(page).project;
               projects_.inputs().pinned().contains(name)) {
      want(projects_.named(id64(name), name), projects_.book().specifiers().any(), {});
    }
  }
  drain();
}

}  // namespace pincompile
