// Rounds: what a model needs, and how a package whose best ranks keep failing is dealt with.
// SPDX-License-Identifier: MIT
#include "solver/rounds.h"

#include <algorithm>
#include <bit>

namespace pincompile::solver {

namespace {
constexpr std::size_t kFirstLikely = 3;  // then four times as many each time
constexpr std::size_t kLikelyPerPackage = 512;
constexpr std::size_t kLikelyPerRound = 1024;
}  // namespace

void Rounds::clear() {
  demand_.pages.clear();
  demand_.must.clear();
  demand_.likely.clear();
  left_.clear();
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

void Rounds::collect_model(std::span<const Choice> selection) {
  for (const Choice& choice : selection) {
    if (!problem_.is_loaded(choice)) {
      demand_.must.push_back(choice);
      note_left(choice.package);
    }
    if (!problem_.awaits_pages(choice.package)) continue;
    for (const Requirement& requirement : problem_.requirements(choice)) want(requirement.package);
  }
}

// The package before the choices that make its ranks fail. Two packages that fail because of each
// other so take turns, and the shorter walk ends both.
void Rounds::decide_early(PackageId p) {
  std::erase(walkers_, p);
  walkers_.insert(walkers_.begin(), p);
}

// A narrowing by a package whose own ranks fail one after another: its next one asks for others.
bool Rounds::is_passing(const TrailEntry& entry) const {
  if (entry.reason.kind == Reason::Kind::kDecision) return true;
  if (entry.reason.kind != Reason::Kind::kClause || entry.level == 0) return false;
  const ClauseStore& clauses = search_.clauses();
  const std::span<const Literal> literals = clauses.literals(entry.reason.value);
  return std::ranges::any_of(literals, [&](const Literal& literal) {
    return literal.package != entry.package && walks(literal.package);
  });
}

// What the rest of the model leaves to a package whose metadata was demanded before.
void Rounds::note_left(PackageId p) {
  if (p.value() >= demands_.size() || demands_[p.value()] == 0) return;
  const Domains& domains = search_.domains();
  const std::uint32_t width = domains.width(p);
  Left left{p, {domains.initial(p), domains.initial(p) + width}};
  for (std::uint32_t i = domains.last_entry(p); i != kNoEntry; i = domains.trail()[i].previous) {
    const TrailEntry& entry = domains.trail()[i];
    if (is_passing(entry)) continue;
    for (std::uint32_t word = 0; word < width; ++word) {
      left.ranks[word] &= ~domains.at(entry.before)[word] | domains.at(entry.after)[word];
    }
  }
  left_.push_back(std::move(left));
}

std::vector<Rank> Rounds::unasked_below(Choice demanded) const {
  const PackageId p = demanded.package;
  const Domains& domains = search_.domains();
  // Reluctant ranks are of use only once the model is down to them.
  const bool finals_only = !problem_.is_permitted(p) && !problem_.is_reluctant(p, demanded.rank);
  std::vector<Rank> ranks;
  for (std::uint32_t value = demanded.rank + 1u; value < domains.count(p); ++value) {
    const Rank rank = static_cast<Rank>(value);
    if (!has(domains.current(p), rank) || problem_.is_loaded({p, rank})) continue;
    if (finals_only && problem_.is_reluctant(p, rank)) continue;
    ranks.push_back(rank);
  }
  return ranks;
}

// The next ranks of the package below the demanded one, four times as many each time.
void Rounds::add_likely(Choice demanded, std::uint32_t demands) {
  const auto noted = std::ranges::find(left_, demanded.package, &Left::package);
  if (demands == 1 || noted == left_.end()) return;
  std::size_t left =
      std::min(kLikelyPerPackage, kFirstLikely << 2 * std::min(demands - 2, std::uint32_t{8}));
  for (const Rank rank : unasked_below(demanded)) {
    if (!has(noted->ranks.data(), rank)) continue;
    if (left-- == 0 || demand_.likely.size() >= kLikelyPerRound) return;
    demand_.likely.push_back({demanded.package, rank});
  }
}

// Where any model will do, a package whose ranks failed before is looked at all the way down at
// once, ever more sparsely: what fails for all of its young ranks may go with an old one. False if
// that was done in this query.
bool Rounds::spread(Choice demanded) {
  const PackageId p = demanded.package;
  if (p == search_.limits().first || search_.has_tried_first(p)) return false;
  const std::vector<Rank> below = unasked_below(demanded);
  std::vector<Word> values(search_.domains().width(p));
  put(values.data(), demanded.rank);
  for (std::size_t next = 1, i = 0; i < below.size(); ++i) {
    if (i != next && i + 1 != below.size()) continue;
    if (i == next) next *= 3;
    put(values.data(), below[i]);
    demand_.likely.push_back({p, below[i]});
  }
  search_.try_first(p, std::move(values));
  return true;
}

// Counts demands per package: whose metadata is demanded again and again gets more of it at once,
// and its turn.
void Rounds::follow_walks() {
  bool reordered = false;
  for (const Choice& choice : demand_.must) {
    if (demands_.size() <= choice.package.value()) demands_.resize(choice.package.value() + 1);
    const std::uint32_t demands = ++demands_[choice.package.value()];
    const bool spreads = demands > 1 && search_.limits().any_model && spread(choice);
    if (!spreads) add_likely(choice, demands);
    // After the third, the fifth, the ninth ... demand. `greedy` keeps its one order.
    const bool doubled = demands > 2 && std::has_single_bit(demands - 1);
    if (!doubled || objective_ == Objective::kGreedy) continue;
    decide_early(choice.package);
    reordered = true;
  }
  if (reordered) search_.domains().set_turns(problem_.decision_order(walkers_));
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
  if (!alone_) follow_walks();
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
