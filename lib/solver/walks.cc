// Walks: how a package whose best ranks keep failing is dealt with.
// SPDX-License-Identifier: MIT
#include "solver/walks.h"

#include <algorithm>
#include <bit>

namespace pincompile::solver {

namespace {
constexpr std::size_t kFirstLikely = 3;  // then four times as many each time
constexpr std::size_t kLikelyPerPackage = 512;
constexpr std::size_t kLikelyPerRound = 2048;

/// How many ranks are asked for along with one that is the package's n-th demand.
std::size_t batch_size(std::uint32_t demands) {
  return std::min(kLikelyPerPackage, kFirstLikely << 2 * std::min(demands - 2, std::uint32_t{8}));
}

bool asks_for(const Demand& demand, PackageId p) {
  return std::ranges::find(demand.must, p, &Choice::package) != demand.must.end() ||
         std::ranges::find(demand.likely, p, &Choice::package) != demand.likely.end();
}
}  // namespace

std::uint32_t Walks::count(PackageId p) {
  if (demands_.size() <= p.value()) demands_.resize(p.value() + 1);
  return ++demands_[p.value()];
}

const Walks::Walk* Walks::walk_of(PackageId p) const {
  const auto found = std::ranges::find(walks_, p, &Walk::package);
  return found == walks_.end() ? nullptr : &*found;
}

// A narrowing by a package whose own ranks fail one after another: its next one asks for others.
bool Walks::is_passing(const TrailEntry& entry) const {
  if (entry.reason.kind == Reason::Kind::kDecision) return true;
  if (entry.reason.kind != Reason::Kind::kClause || entry.level == 0) return false;
  const std::span<const Literal> literals = search_.clauses().literals(entry.reason.value);
  return std::ranges::any_of(literals, [&](const Literal& literal) {
    return literal.package != entry.package && demands(literal.package) > 1;
  });
}

// A rank that was looked at went, and not because another package asks for something else.
bool Walks::fails_itself(const TrailEntry& entry) const {
  const Reason::Kind kind = entry.reason.kind;
  if (kind == Reason::Kind::kDecision || kind == Reason::Kind::kAssumed ||
      kind == Reason::Kind::kFromBase) {
    return false;
  }
  const PackageId p = entry.package;
  PackageId other;
  if (kind == Reason::Kind::kClause) {
    const std::span<const Literal> literals = search_.clauses().literals(entry.reason.value);
    if (literals.size() == 2) other = literals[literals[0].package == p ? 1 : 0].package;
  }
  const Domains& domains = search_.domains();
  for (std::uint32_t value = 0; value < domains.count(p); ++value) {
    const Choice choice{p, static_cast<Rank>(value)};
    if (!has(domains.at(entry.before), value) || has(domains.at(entry.after), value)) continue;
    if (!problem_.is_loaded(choice)) continue;
    const auto requires_other = [&](const Requirement& r) { return r.package == other; };
    if (other.is_none() || std::ranges::any_of(problem_.requirements(choice), requires_other)) {
      return true;
    }
  }
  return false;
}

bool Walks::failed_itself(PackageId p) const {
  const Domains& domains = search_.domains();
  for (std::uint32_t i = domains.last_entry(p); i != kNoEntry; i = domains.trail()[i].previous) {
    if (fails_itself(domains.trail()[i])) return true;
  }
  return false;
}

void Walks::note(Choice demanded, std::span<const Choice> selection) {
  const PackageId p = demanded.package;
  if (p == search_.limits().first) firsts_.push_back(p);
  if (demands(p) == 0 || !failed_itself(p)) return;
  const Domains& domains = search_.domains();
  Walk walk{p, {domains.initial(p), domains.initial(p) + domains.width(p)}};
  for (std::uint32_t i = domains.last_entry(p); i != kNoEntry; i = domains.trail()[i].previous) {
    note_reason(domains.trail()[i], walk);
    note_narrowing(domains.trail()[i], walk);
  }
  walk.next = unasked_below(demanded, walk.left.data());
  walk.ends = walk.next.size() <= batch_size(demands(p) + 1);
  if (walk.ends) note_strictest(selection, walk);
  walks_.push_back(std::move(walk));
}

void Walks::note_narrowing(const TrailEntry& entry, Walk& walk) const {
  if (is_passing(entry)) return;
  const Domains& domains = search_.domains();
  for (std::size_t word = 0; word < walk.left.size(); ++word) {
    walk.left[word] &= ~domains.at(entry.before)[word] | domains.at(entry.after)[word];
  }
}

// Of those whose turn comes later, which take nothing away on the trail: the one that leaves least.
void Walks::note_strictest(std::span<const Choice> selection, Walk& walk) const {
  const auto width = static_cast<std::uint32_t>(walk.left.size());
  std::vector<Word> left(width);
  std::uint32_t least = count_of(walk.left.data(), width);
  const Choice* strictest = nullptr;
  for (const Choice& choice : selection) {
    for (const Requirement& requirement : problem_.requirements(choice)) {
      if (requirement.package != walk.package) continue;
      left = walk.left;
      intersect(left.data(), problem_.set_of(walk.package, requirement.specifier), width);
      const std::uint32_t number = count_of(left.data(), width);
      if (number >= least) continue;
      least = number;
      strictest = &choice;
    }
  }
  if (strictest == nullptr) return;
  if (std::ranges::find(walk.dependents, *strictest) != walk.dependents.end()) return;
  walk.dependents.push_back(*strictest);
}

void Walks::note_reason(const TrailEntry& entry, Walk& walk) const {
  if (entry.reason.kind != Reason::Kind::kClause) return;
  const Domains& domains = search_.domains();
  const auto requires_it = [&](const Requirement& r) {
    return r.package == walk.package || problem_.base(r.package) == walk.package;
  };
  for (const Literal& literal : search_.clauses().literals(entry.reason.value)) {
    const PackageId q = literal.package;
    if (q == walk.package || !problem_.is_known(q)) continue;
    if (!domains.required(q)) {
      if (std::ranges::find(walk.partners, q) == walk.partners.end()) walk.partners.push_back(q);
      continue;
    }
    const Choice selected{q, static_cast<Rank>(domains.best(q))};
    if (std::ranges::find(walk.dependents, selected) != walk.dependents.end()) continue;
    if (std::ranges::any_of(problem_.requirements(selected), requires_it)) {
      walk.dependents.push_back(selected);
    }
  }
}

// Reluctant ranks are of use only once the model is down to them.
bool Walks::is_held_out(PackageId p, Rank rank) const {
  return problem_.is_reluctant(p, rank) && !problem_.is_permitted(p);
}

std::vector<Rank> Walks::unasked_below(Choice demanded, const Word* among) const {
  const PackageId p = demanded.package;
  const bool reluctant = problem_.is_reluctant(p, demanded.rank);
  std::vector<Rank> ranks;
  for (std::uint32_t value = demanded.rank + 1u; value < search_.domains().count(p); ++value) {
    const Rank rank = static_cast<Rank>(value);
    if (!has(among, rank) || problem_.is_loaded({p, rank})) continue;
    if (!reluctant && is_held_out(p, rank)) continue;
    ranks.push_back(rank);
  }
  return ranks;
}

// The possible ranks from this one on that nobody has looked at, up to the first that is known.
std::vector<Rank> Walks::unknown_from(PackageId p, std::uint32_t value, std::size_t most) const {
  const Domains& domains = search_.domains();
  std::vector<Rank> ranks;
  for (; value < domains.count(p) && ranks.size() < most; ++value) {
    const Rank rank = static_cast<Rank>(value);
    if (!has(domains.current(p), rank) || is_held_out(p, rank)) continue;
    if (problem_.is_loaded({p, rank})) break;
    ranks.push_back(rank);
  }
  return ranks;
}

// The next ranks of the package below the demanded one, four times as many each time.
void Walks::add_batch(const Walk& walk, Demand& demand) const {
  std::size_t most = batch_size(demands(walk.package));
  for (const Rank rank : walk.next) {
    if (most-- == 0 || demand.likely.size() >= kLikelyPerRound) return;
    demand.likely.push_back({walk.package, rank});
  }
}

void Walks::add_walker(PackageId p, std::uint32_t value, std::size_t most, Demand& demand) {
  if (asks_for(demand, p)) return;
  const std::size_t asked = std::min(kLikelyPerRound, demand.likely.size());
  const std::vector<Rank> ranks = unknown_from(p, value, std::min(most, kLikelyPerRound - asked));
  if (ranks.empty()) return;
  count(p);
  for (const Rank rank : ranks) demand.likely.push_back({p, rank});
}

// Nobody requires them as long as the package's next rank is unknown; but those that lost ranks
// themselves will be asked for their next ones by it: two that walk together walk in one round.
void Walks::add_partners(const Walk& walk, Demand& demand) {
  const Domains& domains = search_.domains();
  for (const PackageId q : walk.partners) {
    const std::uint32_t best = domains.best(q);
    bool lost = false;
    for (std::uint32_t value = 0; value < best && !lost; ++value) {
      lost = problem_.is_loaded({q, static_cast<Rank>(value)});
    }
    if (lost) add_walker(q, best, batch_size(demands(walk.package)) + 1, demand);
  }
}

// If nothing of what they leave to the package does, they are next.
void Walks::add_dependents(const Walk& walk, Demand& demand) {
  if (!walk.ends) return;
  for (const Choice& choice : walk.dependents) {
    add_walker(choice.package, choice.rank + 1u, kFirstLikely + 1, demand);
  }
}

// Where any model will do, a package whose ranks failed before is looked at all the way down at
// once, ever more sparsely: what fails for all of its young ranks may go with an old one. False if
// that was done in this query.
bool Walks::spread(Choice demanded, Demand& demand) {
  const PackageId p = demanded.package;
  if (search_.has_tried_first(p) || std::ranges::find(firsts_, p) != firsts_.end()) return false;
  const std::vector<Rank> below = unasked_below(demanded, search_.domains().current(p));
  std::vector<Word> values(search_.domains().width(p));
  put(values.data(), demanded.rank);
  for (std::size_t next = 1, i = 0; i < below.size(); ++i) {
    if (i != next && i + 1 != below.size()) continue;
    if (i == next) next *= 3;
    put(values.data(), below[i]);
    demand.likely.push_back({p, below[i]});
  }
  search_.try_first(p, std::move(values));
  return true;
}

// The package before the choices that make its ranks fail, after the fourth, the sixth, the tenth
// ... demand. Two packages that fail because of each other so take turns, and the shorter walk ends
// both. `greedy` keeps its one order.
bool Walks::decide_early(PackageId p) {
  const bool doubled = demands(p) > 3 && std::has_single_bit(demands(p) - 2);
  if (!doubled || objective_ == Objective::kGreedy) return false;
  std::erase(early_, p);
  early_.insert(early_.begin(), p);
  return true;
}

void Walks::follow(Demand& demand) {
  bool reordered = false;
  std::vector<const Walk*> open;
  for (const Choice& choice : demand.must) {
    const bool again = count(choice.package) > 1;
    reordered = decide_early(choice.package) || reordered;
    if (again && search_.limits().any_model && spread(choice, demand)) continue;
    const Walk* const walk = walk_of(choice.package);
    if (walk == nullptr) continue;
    open.push_back(walk);
    add_batch(*walk, demand);
  }
  for (const Walk* const walk : open) add_partners(*walk, demand);
  for (const Walk* const walk : open) add_dependents(*walk, demand);
  if (reordered) search_.domains().set_turns(problem_.decision_order(early_));
}

}  // namespace pincompile::solver
