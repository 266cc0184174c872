// Problem: pages, lines and lowered sets.
// SPDX-License-Identifier: MIT
#include "solver/problem.h"

#include "solver/fact_order.h"

namespace pincompile::solver {

Problem::Problem(const Options& options, const Lowering& lowering, Search& search, bool explaining)
    : lowering_(lowering),
      search_(search),
      explaining_(explaining),
      lowered_index_(options.hash_seed),
      dependency_index_(options.hash_seed),
      metadata_index_(options.hash_seed) {}

// Decisions follow the order of first mention: lines first, then requirements in canonical order.
void Problem::mention(PackageId p) {
  if (packages_.size() <= p.value()) packages_.resize(p.value() + 1);
  Package& package = at(p);
  if (package.mentioned) return;
  package.mentioned = true;
  search_.domains().mention(p);
}

void Problem::add_line(const Line& line) {
  const PackageId p = line.requirement.package;
  log_.add_line(line);
  if (line.constraint) {
    if (packages_.size() <= p.value()) packages_.resize(p.value() + 1);
  } else {
    mention(p);
    if (!at(p).direct) direct_.push_back(p);
    at(p).direct = true;
  }
  at(p).lines.push_back(static_cast<std::uint32_t>(log_.lines().size() - 1));
}

void Problem::ingest(std::span<const Fact> facts) {
  search_.undo_to(0);
  order_pages(facts, order_);
  for (const std::uint32_t i : order_) ingest_page(std::get<PageFact>(facts[i]));
  order_metadata(facts, [&](PackageId p) { return is_known(p) ? &at(p).page : nullptr; }, order_);
  for (const std::uint32_t i : order_) {
    if (const auto* known = std::get_if<DependencyFact>(&facts[i])) ingest_metadata(*known);
    if (const auto* lost = std::get_if<UnavailableFact>(&facts[i])) ingest_unavailable(*lost);
  }
}

void Problem::ingest_page(const PageFact& fact) {
  const PackageId p = fact.package;
  mention(p);
  if (at(p).known) return;
  // Demanded as a target, but nobody requires its package: the extra cannot be selected either.
  if (!fact.extra_of.is_none() && !is_known(fact.extra_of)) return;
  ++version_;
  Package& package = at(p);
  package.page = std::get<PageFact>(log_.add(fact));
  package.known = true;
  if (!fact.extra_of.is_none()) {
    const PageFact& base = at(fact.extra_of).page;
    package.page.count = base.count;
    package.page.exclusion = base.exclusion;
    package.page.age = base.age;
    package.page.stamp = base.stamp;
    package.page.reluctant = {};
    package.page.pin = kNoRank;
  }
  if (package.page.pin != kNoRank) ++pins_;
  const std::uint32_t count = package.page.count;
  package.admissible.assign(count / 64 + 1, 0);
  for (std::uint32_t rank = 0; rank < count; ++rank) {
    if (is_admissible(p, static_cast<Rank>(rank))) put(package.admissible.data(), rank);
  }
  words_ = package.admissible;
  for (std::uint32_t rank = 0; explaining_ && rank < count; ++rank) put(words_.data(), rank);
  put(words_.data(), count);
  search_.add_package(p, count, words_.data());
  if (!package.page.reluctant.empty() && !has_ordinary(p)) {
    package.permitted = true;
    ++permissions_;
  }
  if (!fact.extra_of.is_none()) search_.tie_extra(p, fact.extra_of);
  for (const std::uint32_t line : package.lines) apply_line(log_.lines()[line]);
  const std::vector<Choice> waiting = std::move(at(p).waiting);
  for (const Choice& choice : waiting) {
    --at(choice.package).awaited;
    require(choice, p);
  }
}

// A root line is the unit (p, S); a constraint line (p, S or absent).
void Problem::apply_line(const Line& line) {
  const PackageId p = line.requirement.package;
  const SetOffset set = lower(p, line.requirement.specifier);
  if (explaining_) return;
  const std::uint32_t width = search_.domains().width(p);
  std::vector<Word> words(width);
  copy(words.data(), search_.clauses().sets().at(set), width);
  if (line.constraint) put(words.data(), at(p).page.count);
  const std::uint32_t step = search_.proof().begin(
      line.constraint ? ProofKind::kConstraint : ProofKind::kRoot, line.group.value());
  search_.proof().literal(p, words.data(), width);
  search_.add_unit(p, words.data(), step);
}

SetOffset Problem::lower(PackageId package, SpecifierId specifier) {
  const PackageId asked = base(package);
  std::uint64_t hash = mix(lowered_index_.seed(), asked.value());
  hash = mix(hash, specifier.value());
  const std::uint32_t found = lowered_index_.find(hash, [&](std::uint32_t i) {
    return lowered_[i].package == asked && lowered_[i].specifier == specifier;
  });
  if (found != FlatIndex::kNone) return lowered_[found].set;
  const Lowered answer = lowering_.set_of(asked, specifier);
  permit_if_needed(asked, answer);
  const std::uint32_t width = search_.domains().width(asked);
  const std::uint32_t count = at(asked).page.count;
  std::vector<Word> words(width);
  for (std::uint32_t i = 0; i < width && i < answer.set.size(); ++i) {
    words[i] = answer.set[i] & search_.domains().initial(asked)[i];
  }
  if (count / 64 < width) drop(words.data(), count);
  const SetOffset set = search_.clauses().sets().intern(words.data(), width);
  lowered_index_.insert(hash, static_cast<std::uint32_t>(lowered_.size()));
  lowered_.push_back({asked, specifier, set});
  return set;
}

const Word* Problem::set_of(PackageId package, SpecifierId specifier) {
  return search_.clauses().sets().at(lower(package, specifier));
}

bool Problem::has_ordinary(PackageId p) const {
  const Package& package = at(p);
  for (std::size_t i = 0; i < package.page.reluctant.size(); ++i) {
    if ((package.admissible[i] & ~package.page.reluctant[i]) != 0) return true;
  }
  return false;
}

// A requirement that only reluctant ranks can meet lets them in.
void Problem::permit_if_needed(PackageId p, const Lowered& lowered) {
  Package& package = at(p);
  if (package.permitted || package.page.reluctant.empty()) return;
  bool reluctant = false, ordinary = false;
  for (std::size_t i = 0; i < package.page.reluctant.size(); ++i) {
    const Word meets = lowered.set[i] & package.admissible[i];
    reluctant = reluctant || (meets & package.page.reluctant[i]) != 0;
    ordinary = ordinary || (meets & ~package.page.reluctant[i]) != 0;
  }
  if (!lowered.permits_reluctant && (!reluctant || ordinary)) return;
  package.permitted = true;
  ++permissions_;
}

std::span<const Choice> Problem::selection() {
  selection_.clear();
  const Domains& domains = search_.domains();
  for (const PackageId p : in_order()) {
    if (!is_known(p) || !domains.required(p)) continue;
    selection_.push_back({p, static_cast<Rank>(domains.best(p))});
  }
  return selection_;
}

bool Problem::within_lines(PackageId package, Rank rank) {
  for (const std::uint32_t i : at(package).lines) {
    const Line& line = log_.lines()[i];
    if (!has(set_of(package, line.requirement.specifier), rank)) return false;
  }
  return true;
}

void Problem::admissible_within_lines(PackageId p, std::vector<Word>& out) {
  out = at(p).admissible;
  for (const std::uint32_t i : at(p).lines) {
    const Word* set = set_of(p, log_.lines()[i].requirement.specifier);
    intersect(out.data(), set, static_cast<std::uint32_t>(out.size()));
  }
}

std::uint32_t Problem::younger(PackageId p, Rank rank) const {
  const std::span<const std::uint16_t> ages = at(p).page.age;
  if (ages.empty()) return rank;
  std::uint32_t count = 0;
  for (const std::uint16_t age : ages) count += age < ages[rank] ? 1 : 0;
  return count;
}

Rank Problem::youngest(PackageId p, const std::vector<Word>& among) const {
  Rank best = kNoRank;
  std::uint32_t least = 0xFFFFFFFF;
  for_each_value(among.data(), static_cast<std::uint32_t>(among.size()), [&](std::uint32_t value) {
    const std::uint32_t its_age = age(p, static_cast<Rank>(value));
    if (its_age >= least) return;
    least = its_age;
    best = static_cast<Rank>(value);
  });
  return best;
}

std::uint32_t Problem::looked_at(PackageId p) const {
  return count_of(at(p).loaded.data(), static_cast<std::uint32_t>(at(p).loaded.size()));
}

}  // namespace pincompile::solver
