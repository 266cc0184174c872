// Deletion of links, as minimal cores are found by deletion of lines.
// SPDX-License-Identifier: MIT
#include "resolution/refutation.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <tuple>

namespace pincompile {
namespace {

using solver::ProofKind;

constexpr int kMaxSolves = 60;
constexpr std::uint64_t kTicksPerStep = std::uint64_t{1} << 40;

std::uint64_t key_of(PackageId package, Rank rank) {
  return std::uint64_t{package.value()} << 16 | rank;
}

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

Refutation::Refutation(Session& failed, std::vector<std::uint32_t> lines)
    : failed_(failed), lines_(std::move(lines)) {
  for (const solver::Fact& fact : failed_.solver().facts().facts()) {
    if (const auto* page = std::get_if<solver::PageFact>(&fact)) {
      pages_[page->package.value()] = page;
    } else if (const auto* known = std::get_if<solver::DependencyFact>(&fact)) {
      metadata_[key_of(known->package, known->rank)] = &fact;
    } else if (const auto* lost = std::get_if<solver::UnavailableFact>(&fact)) {
      metadata_[key_of(lost->package, lost->rank)] = &fact;
    }
  }
  links_ = links_of(failed_.solver().proof());
  if (is_refuted_by(links_)) reduce();
  leaves_ = leaves_of(proof());
}

std::vector<Link> Refutation::links_of(const solver::ProofLog& proof) const {
  std::vector<Link> links;
  for (const std::uint32_t number : leaves_of(proof)) {
    const solver::ProofStep& leaf = proof.steps[number];
    if (leaf.kind != ProofKind::kDependency) continue;
    const auto literals = proof.literals_of(leaf);
    if (literals.size() == 1) {
      add_links_to_nothing(literals[0], proof.set_of(literals[0]), links);
      continue;
    }
    const Link link{literals[0].package, failed_.encoder().package(literals[1].package).project};
    if (std::ranges::find(links, link) == links.end()) links.push_back(link);
  }
  sort_by_distance(links);
  return links;
}

/// An axiom without a second literal does not tell which project it needs: no version of that
/// project is within the requirement.
void Refutation::add_links_to_nothing(const solver::ProofLiteral& from, Bits spared,
                                      std::vector<Link>& links) const {
  const Rank count = pages_.at(from.package.value())->count;
  for (Rank rank = 0; rank < count; ++rank) {
    if (test_bit(spared, rank)) continue;
    for (const solver::Requirement& requirement : requirements_of(from.package, rank)) {
      const Link link{from.package, failed_.encoder().package(requirement.package).project};
      if (admits_nothing(requirement) && std::ranges::find(links, link) == links.end()) {
        links.push_back(link);
      }
    }
  }
}

std::span<const solver::Requirement> Refutation::requirements_of(PackageId package,
                                                                 Rank rank) const {
  const auto found = metadata_.find(key_of(package, rank));
  if (found == metadata_.end()) return {};
  const auto* known = std::get_if<solver::DependencyFact>(found->second);
  return known == nullptr ? std::span<const solver::Requirement>() : known->requirements;
}

bool Refutation::admits_nothing(const Link& link, Rank rank) const {
  return std::ranges::any_of(
      requirements_of(link.from, rank), [&](const solver::Requirement& requirement) {
        return failed_.encoder().package(requirement.package).project == link.to &&
               admits_nothing(requirement);
      });
}

bool Refutation::admits_nothing(const solver::Requirement& requirement) const {
  const auto page = pages_.find(requirement.package.value());
  if (page == pages_.end()) return false;
  const solver::PageFact& fact = *page->second;
  const auto base =
      pages_.find(fact.extra_of.is_none() ? fact.package.value() : fact.extra_of.value());
  const auto exclusion = base->second->exclusion;
  const Bits set = failed_.encoder().set_of(requirement.package, requirement.specifier).set;
  for (Rank rank = 0; rank < fact.count; ++rank) {
    if (test_bit(set, rank) && (exclusion.empty() || exclusion[rank] == 0)) return false;
  }
  return true;
}

/// Nearest to the lines first, then by names.
void Refutation::sort_by_distance(std::vector<Link>& links) const {
  constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();
  std::map<std::uint32_t, std::uint32_t> distance;  // by project
  for (const std::uint32_t number : lines_) {
    const Line& line = failed_.rules().lines()[number];
    distance[failed_.projects().named(line.name, line.project).value()] = 0;
  }
  const auto distance_of = [&](ProjectId project) {
    const auto found = distance.find(project.value());
    return found == distance.end() ? kFar : found->second;
  };
  const auto from = [&](const Link& link) { return failed_.encoder().package(link.from).project; };
  for (bool changed = true; changed;) {
    changed = false;
    for (const Link& link : links) {
      const std::uint32_t own = distance_of(from(link));
      if (own == kFar || distance_of(link.to) <= own + 1) continue;
      distance[link.to.value()] = own + 1;
      changed = true;
    }
  }
  const auto place = [&](const Link& link) {
    return std::tuple<std::uint32_t, std::string_view, std::string_view, std::string_view>(
        distance_of(from(link)), failed_.projects()[from(link)].text,
        failed_.encoder().package(link.from).extra, failed_.projects()[link.to].text);
  };
  std::ranges::sort(links, {}, place);
}

void Refutation::reduce() {
  int solves = 0;
  for (std::size_t i = links_.size(); i-- > 0 && solves < kMaxSolves; ++solves) {
    std::vector<Link> fewer = links_;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    if (!is_refuted_by(fewer)) continue;
    // The new proof may need still fewer.
    const std::vector<Link> used = links_of(best_->proof());
    const auto unused = [&](const Link& link) {
      return std::ranges::find(used, link) == used.end();
    };
    const auto untried = fewer.begin() + static_cast<std::ptrdiff_t>(i);
    i -= static_cast<std::size_t>(std::count_if(fewer.begin(), untried, unused));
    std::erase_if(fewer, unused);
    links_ = std::move(fewer);
  }
}

/// Keeps the solver, and so the proof, if these links and the lines have no solution.
bool Refutation::is_refuted_by(const std::vector<Link>& links) {
  solver::Options options;
  options.objective = solver::Objective::kGreedy;
  options.record_proof = true;
  auto trial = std::make_unique<solver::Solver>(options, failed_.encoder());
  for (const std::uint32_t line : lines_) failed_.encoder().add_line(*trial, line);
  for (;;) {
    const solver::Step step = trial->step(kTicksPerStep);
    if (step == solver::Step::kWorking) continue;
    if (step == solver::Step::kNeedsFacts) {
      std::vector<std::vector<solver::Requirement>> kept;
      std::vector<solver::Fact> facts;
      const solver::Demand& demand = trial->demand();
      kept.reserve(demand.must.size() + demand.likely.size());
      for (const PackageId package : demand.pages) {
        const auto page = pages_.find(package.value());
        if (page == pages_.end()) return false;
        facts.push_back(*page->second);
      }
      for (const auto* choices : {&demand.must, &demand.likely}) {
        for (const solver::Choice& choice : *choices)
          facts.push_back(metadata(choice, links, kept));
      }
      trial->ingest(facts);
      continue;
    }
    if (step != solver::Step::kUnsatisfiable) return false;
    best_ = std::move(trial);
    return true;
  }
}

/// What is known of a version, cut to the links; `kept` is where its requirements live.
solver::Fact Refutation::metadata(const solver::Choice& choice, const std::vector<Link>& links,
                                  std::vector<std::vector<solver::Requirement>>& kept) const {
  const auto found = metadata_.find(key_of(choice.package, choice.rank));
  if (found == metadata_.end()) return solver::DependencyFact{choice.package, choice.rank, {}};
  const auto* known = std::get_if<solver::DependencyFact>(found->second);
  if (known == nullptr) return *found->second;
  std::vector<solver::Requirement>& requirements = kept.emplace_back();
  for (const solver::Requirement& requirement : known->requirements) {
    const Link link{choice.package, failed_.encoder().package(requirement.package).project};
    if (!pages_.contains(requirement.package.value())) continue;
    if (std::ranges::find(links, link) != links.end()) requirements.push_back(requirement);
  }
  return solver::DependencyFact{choice.package, choice.rank, requirements};
}

}  // namespace pincompile
