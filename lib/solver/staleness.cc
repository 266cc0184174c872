// Staleness: buckets per rank, computed when first asked for.
// SPDX-License-Identifier: MIT
#include "solver/staleness.h"

#include <algorithm>
#include <bit>

namespace pincompile::solver {

namespace {

std::uint8_t bucket_of(std::uint32_t lag) { return static_cast<std::uint8_t>(std::bit_width(lag)); }

}  // namespace

void Staleness::reset() {
  provisional_ = true;
  packages_.clear();
  order_.clear();
}

Staleness::Buckets& Staleness::at(PackageId p) {
  if (packages_.size() <= p.value()) packages_.resize(p.value() + 1);
  return packages_[p.value()];
}

void Staleness::set_start(PackageId p, Rank start) {
  at(p).start = start;
  at(p).has_start = true;
  at(p).direct.clear();
}

void Staleness::set_base(PackageId p, Rank base) {
  at(p).base = base;
  at(p).has_base = true;
  at(p).all.clear();
}

void Staleness::add_to_order(PackageId p) {
  if (at(p).position != kNoEntry) return;
  at(p).position = static_cast<std::uint32_t>(order_.size());
  order_.push_back(p);
}

bool Staleness::precedes(PackageId a, PackageId b) const {
  const auto position = [&](PackageId p) {
    return p.value() < packages_.size() ? packages_[p.value()].position : kNoEntry;
  };
  if (position(a) != position(b)) return position(a) < position(b);
  return context_.problem.precedes(a, b);
}

Rank Staleness::youngest(PackageId p) const {
  const Problem& problem = context_.problem;
  Rank best = kNoRank;
  for (std::uint32_t i = 0; i < problem.page(p).count; ++i) {
    const Rank rank = static_cast<Rank>(i);
    if (best != kNoRank && problem.age(p, rank) >= problem.age(p, best)) continue;
    if (context_.is_ordinary(p, rank)) best = rank;
  }
  return best;
}

void Staleness::sort_by_age(PackageId p) {
  aged_.clear();
  for (std::uint32_t i = 0; i < context_.problem.page(p).count; ++i) {
    const Rank rank = static_cast<Rank>(i);
    aged_.push_back({context_.problem.age(p, rank), rank, context_.is_ordinary(p, rank)});
  }
  // Ages mostly number the releases: then each has its place.
  by_age_.assign(aged_.size(), {});
  std::size_t placed = 0;
  for (const Aged& aged : aged_) {
    if (aged.age >= by_age_.size() || by_age_[aged.age].is_set) break;
    by_age_[aged.age] = aged;
    by_age_[aged.age].is_set = true;
    ++placed;
  }
  if (placed == aged_.size()) return aged_.swap(by_age_);
  std::ranges::sort(aged_, {}, [](const Aged& a) { return std::pair(a.age, a.rank); });
}

// lag = min(releases newer than v back to the base, span of their uploads in half-months).
void Staleness::fill(PackageId p, Rank base, std::vector<std::uint8_t>& buckets) {
  sort_by_age(p);
  const PageFact& page = context_.problem.page(p);
  buckets.assign(page.count, 0);
  if (base == kNoRank) return;
  const std::uint32_t from = context_.problem.age(p, base);
  std::uint32_t releases = 0, least = 0xFFFF, greatest = 0;
  bool all_known = true;
  for (std::size_t i = 0; i < aged_.size();) {
    const std::uint32_t age = aged_[i].age;
    const std::size_t begin = i;
    for (; i < aged_.size() && aged_[i].age == age; ++i) {
      const std::uint32_t lag = all_known ? std::min(releases, greatest - least) : releases;
      buckets[aged_[i].rank] = releases == 0 ? 0 : bucket_of(lag);
    }
    for (std::size_t k = begin; k < i; ++k) {
      if (!aged_[k].ordinary || age < from) continue;
      const std::uint32_t stamp = context_.problem.stamp(p, aged_[k].rank);
      ++releases;
      least = std::min(least, stamp);
      greatest = std::max(greatest, stamp);
      all_known = all_known && stamp != 0;
    }
  }
  if (page.pin != kNoRank) buckets[page.pin] = 0;
}

// Stricter: max(releases, half-months by which the upload lies behind start(d)'s). While start(d)
// is not known, any of the newer ranks may be it, so the greatest distance counts.
void Staleness::fill_direct(PackageId p, std::vector<std::uint8_t>& buckets) {
  sort_by_age(p);
  const PageFact& page = context_.problem.page(p);
  buckets.assign(page.count, 0);
  const bool known = at(p).has_start;
  const Rank start = known ? at(p).start : youngest(p);
  if (start == kNoRank) return;
  const std::uint32_t from = context_.problem.age(p, start);
  std::uint32_t releases = 0, latest = known ? context_.problem.stamp(p, start) : 0;
  for (std::size_t i = 0; i < aged_.size();) {
    const std::uint32_t age = aged_[i].age;
    const std::size_t begin = i;
    for (; i < aged_.size() && aged_[i].age == age; ++i) {
      const std::uint32_t own = context_.problem.stamp(p, aged_[i].rank);
      const std::uint32_t behind = own != 0 && latest > own ? latest - own : 0;
      buckets[aged_[i].rank] = releases == 0 ? 0 : bucket_of(std::max(releases, behind));
    }
    for (std::size_t k = begin; k < i; ++k) {
      if (!aged_[k].ordinary || age < from) continue;
      ++releases;
      if (!known) latest = std::max(latest, context_.problem.stamp(p, aged_[k].rank));
    }
  }
  if (page.pin != kNoRank) buckets[page.pin] = 0;
}

std::uint32_t Staleness::bucket(PackageId p, Rank rank) {
  if (at(p).all.empty()) fill(p, at(p).has_base ? at(p).base : youngest(p), at(p).all);
  return at(p).all[rank];
}

std::uint32_t Staleness::direct_bucket(PackageId p, Rank rank) {
  if (at(p).direct.empty()) fill_direct(p, at(p).direct);
  return at(p).direct[rank];
}

std::uint32_t Staleness::bucket_from_youngest(PackageId p, Rank rank) {
  std::vector<std::uint8_t> buckets;
  fill(p, youngest(p), buckets);
  return buckets[rank];
}

bool CapGuard::is_frozen(PackageId p) const {
  return std::ranges::find(frozen_, p, &Choice::package) != frozen_.end();
}

std::uint32_t CapGuard::cap(PackageId p) const {
  const auto found = std::ranges::find(frozen_, p, &Choice::package);
  if (found != frozen_.end()) return found->rank;
  const bool lowered = !lowered_.is_none() && !staleness_.precedes(lowered_, p);
  return lowered ? level_ - 1 : level_;
}

bool CapGuard::allows(PackageId p, Rank rank) {
  if (!binds(p) || context_.problem.age(p, rank) == 0) return true;
  return bucket(p, rank) <= cap(p);
}

}  // namespace pincompile::solver
