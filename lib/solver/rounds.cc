// Rounds: what a model needs.
// SPDX-License-Identifier: MIT
#include "solver/rounds.h"

#include <algorithm>

namespace pincompile::solver {

void Rounds::clear() {
  demand_.pages.clear();
  demand_.must.clear();
  demand_.likely.clear();
  walks_.clear();
  alone_ = false;
}

void Rounds::want(PackageId page) {
  if (!problem_.is_known(page)) demand_.pages.push_back(page);
}

void Rounds::want(Choice metadata) {
  if (!problem_.is_loaded(metadata)) demand_.must.push_back(metadata);
}

void Rounds::want_alone(Choice metadata) {
  alone_ = true;
  want(metadata);
}

void Rounds::collect_lines() {
  for (const PackageId p : problem_.direct()) want(p);
}

bool Rounds::collect_model(std::span<const Choice> selection) {
  const std::vector<Choice> earlier = demand_.must;
  bool lacking = false;
  for (const Choice& choice : selection) {
    if (!problem_.is_loaded(choice)) {
      lacking = true;
      if (std::ranges::find(earlier, choice.package, &Choice::package) == earlier.end()) {
        demand_.must.push_back(choice);
        walks_.note(choice, selection);
      }
    }
    if (!problem_.awaits_pages(choice.package)) continue;
    for (const Requirement& requirement : problem_.requirements(choice)) {
      lacking = lacking || !problem_.is_known(requirement.package);
      want(requirement.package);
    }
  }
  return lacking;
}

bool Rounds::open() {
  const auto by_page = [&](PackageId a, PackageId b) { return a < b; };
  std::ranges::sort(demand_.pages, by_page);
  demand_.pages.erase(std::unique(demand_.pages.begin(), demand_.pages.end()), demand_.pages.end());
  if (demand_.pages.empty() && demand_.must.empty()) return false;
  search_.undo_to(0);
  std::ranges::sort(demand_.must, [&](const Choice& a, const Choice& b) {
    if (a.package != b.package) return problem_.precedes(a.package, b.package);
    return a.rank < b.rank;
  });
  demand_.must.erase(std::unique(demand_.must.begin(), demand_.must.end()), demand_.must.end());

  Counters& counters = search_.counters();
  // An extra's metadata is its package's file: not another fetch.
  const auto is_fetch = [&](const Choice& choice) { return !problem_.is_extra(choice.package); };
  const auto fetches = static_cast<std::uint64_t>(std::ranges::count_if(demand_.must, is_fetch));
  if (counters.fetches + fetches > budget_.fetches) {
    spent_ = true;
    clear();
    return false;
  }
  if (!alone_) walks_.follow(demand_);
  counters.fetches += fetches;
  while (!demand_.likely.empty() && counters.fetches + demand_.likely.size() > budget_.fetches) {
    demand_.likely.pop_back();
  }
  counters.fetches += static_cast<std::uint64_t>(std::ranges::count_if(demand_.likely, is_fetch));
  counters.pages += demand_.pages.size();
  if (!demand_.must.empty()) ++counters.rounds;
  ++counters.demands;
  open_ = true;
  return true;
}

void Rounds::answered() {
  clear();
  open_ = false;
}

}  // namespace pincompile::solver
