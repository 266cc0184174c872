// The walk goes in rounds, as the search does: the metadata of all pins whose pages came, the pages
// of all packages that metadata mentioned.
// SPDX-License-Identifier: MIT
#include "solver/pin_walk.h"

#include <algorithm>

#include "solver/fact_order.h"

namespace pincompile::solver {

PinWalk::Node& PinWalk::node(PackageId p) {
  if (nodes_.size() <= p.value()) nodes_.resize(p.value() + 1);
  return nodes_[p.value()];
}

const PageFact* PinWalk::page(PackageId p) const {
  if (p.value() >= nodes_.size() || nodes_[p.value()].page == kNoPage) return nullptr;
  return &std::get<PageFact>(log_.facts()[nodes_[p.value()].page]);
}

void PinWalk::add_line(const Line& line) {
  const PackageId p = line.requirement.package;
  log_.add_line(line);
  limit(p, line.requirement.specifier);
  if (line.constraint || node(p).direct) return;
  node(p).direct = true;
  direct_.push_back(p);
  select(p);
}

// Its page is asked for; when that comes, its metadata.
void PinWalk::select(PackageId p) {
  Node& selected = node(p);
  if (!selected.selected && selected.page == kNoPage) demand_.pages.push_back(p);
  selected.selected = true;
}

bool PinWalk::admits(const PageFact& page, SpecifierId specifier) const {
  const PackageId asked = page.extra_of.is_none() ? page.package : page.extra_of;
  return test_bit(lowering_.set_of(asked, specifier).set, 0);
}

void PinWalk::limit(PackageId p, SpecifierId specifier) {
  const PageFact* known = page(p);
  if (known == nullptr) {
    node(p).waiting.push_back(specifier);
  } else if (!admits(*known, specifier)) {
    give_up();
  }
}

PinWalk::Standing PinWalk::step(Counters& counters) {
  if (standing_ != Standing::kUnderWay) return standing_;
  if (demand_.pages.empty() && demand_.must.empty()) return standing_ = Standing::kKept;
  std::ranges::sort(demand_.pages, [](PackageId a, PackageId b) { return a < b; });
  std::ranges::sort(demand_.must, {}, [&](Choice c) { return page(c.package)->name_key; });
  if (!may_fetch(counters)) give_up();
  return standing_;
}

// An extra's metadata is its package's file: not another fetch.
bool PinWalk::may_fetch(Counters& counters) {
  const auto fetches =
      static_cast<std::uint64_t>(std::ranges::count_if(demand_.must, [&](Choice choice) {
        return page(choice.package)->extra_of.is_none();
      }));
  if (counters.fetches + fetches > options_.budget.fetches) return false;
  counters.fetches += fetches;
  counters.pages += demand_.pages.size();
  if (!demand_.must.empty()) ++counters.rounds;
  ++counters.demands;
  return true;
}

// Everything is kept first: who gives up hands on whole answers.
void PinWalk::ingest(std::span<const Fact> facts) {
  answered_.push_back({std::move(demand_), 0});
  demand_ = {};
  std::size_t next = log_.facts().size();
  order_pages(facts, order_);
  for (const std::uint32_t i : order_) {
    const PackageId p = std::get<PageFact>(facts[i]).package;
    if (page(p) != nullptr) continue;
    node(p).page = static_cast<std::uint32_t>(log_.facts().size());
    log_.add(facts[i]);
  }
  order_metadata(facts, [&](PackageId p) { return page(p); }, order_);
  for (const std::uint32_t i : order_) log_.add(facts[i]);
  answered_.back().end = log_.facts().size();
  for (; next < log_.facts().size() && standing_ == Standing::kUnderWay; ++next) {
    const Fact& fact = log_.facts()[next];
    if (const auto* its_page = std::get_if<PageFact>(&fact)) {
      take_page(*its_page);
    } else {
      take_metadata(fact);
    }
  }
}

// An extra has no pin of its own: its package's stands for it.
void PinWalk::take_page(const PageFact& fact) {
  if (fact.extra_of.is_none() && fact.pin == kNoRank) return give_up();
  const PackageId p = fact.package;
  for (const SpecifierId specifier : node(p).waiting) limit(p, specifier);
  demand_.must.push_back({p, 0});
}

void PinWalk::take_metadata(const Fact& fact) {
  const auto* known = std::get_if<DependencyFact>(&fact);
  if (known == nullptr || known->rank != 0) return give_up();
  node(known->package).requirements = known->requirements;
  for (const Requirement& requirement : known->requirements) {
    limit(requirement.package, requirement.specifier);
    select(requirement.package);
  }
}

std::optional<std::span<const Fact>> PinWalk::answer_again(const Demand& demand) {
  if (again_ == answered_.size() || !(answered_[again_].demand == demand)) {
    again_ = answered_.size();
    return std::nullopt;
  }
  const std::size_t begin = again_ == 0 ? 0 : answered_[again_ - 1].end;
  return log_.facts().subspan(begin, answered_[again_++].end - begin);
}

// In layered order: direct packages, then what each requires.
void PinWalk::tell(Solution& solution) const {
  const bool greedy = options_.objective == Objective::kGreedy;
  std::vector<PackageId> order = direct_;
  std::vector<bool> met(nodes_.size());
  for (const PackageId p : order) met[p.value()] = true;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const Node& its_node = nodes_[order[i].value()];
    PinnedRank pin;
    pin.package = order[i];
    pin.rank = 0;
    pin.proven = !greedy;
    pin.direct = its_node.direct;
    pin.stage = greedy ? Stage::kFeasible : Stage::kLayered;
    solution.pins.push_back(pin);
    for (const Requirement& requirement : its_node.requirements) {
      if (met[requirement.package.value()]) continue;
      met[requirement.package.value()] = true;
      order.push_back(requirement.package);
    }
  }
  solution.proven = std::ranges::all_of(solution.pins, &PinnedRank::proven);
  if (options_.objective != Objective::kFresh || options_.mode != Mode::kHighest) return;
  const std::uint32_t floor = options_.freshness_floor;
  solution.worst_bucket = solution.worst_bucket_bound = floor;
  for (const Fact& fact : log_.facts()) {
    const auto* its_page = std::get_if<PageFact>(&fact);
    if (its_page == nullptr || !its_page->extra_of.is_none()) continue;
    solution.caps.push_back({its_page->package, static_cast<Rank>(floor)});
  }
  std::ranges::sort(solution.caps, {}, [&](Choice cap) { return page(cap.package)->name_key; });
  std::ranges::copy_if(solution.caps, std::back_inserter(solution.direct_caps),
                       [&](Choice cap) { return nodes_[cap.package.value()].direct; });
}

}  // namespace pincompile::solver
