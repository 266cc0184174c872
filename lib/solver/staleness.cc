// Staleness: buckets per rank, computed when first asked for.
// SPDX-License-Identifier: MIT
#include "solver/staleness.h"

#include <algorithm>
#include <bit>
#include <utility>

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
  at(p).asked = false;
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

Rank Staleness::youngest(PackageId p) {
  context_.ordinary(p, ordinary_);
  return context_.problem.youngest(p, ordinary_);
}

// Ages mostly number the releases: then each has its place.
void Staleness::sort_by_age(PackageId p) {
  const Problem& problem = context_.problem;
  const std::uint32_t count = problem.page(p).count;
  by_age_.assign(count, kNoRank);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint32_t age = problem.age(p, static_cast<Rank>(i));
    if (age >= count || by_age_[age] != kNoRank) {
      for (std::uint32_t k = 0; k < count; ++k) by_age_[k] = static_cast<Rank>(k);
      std::ranges::stable_sort(by_age_, {}, [&](Rank rank) { return problem.age(p, rank); });
      return;
    }
    by_age_[age] = static_cast<Rank>(i);
  }
}

// lag = min(releases newer than v back to the base, span of their uploads in half-months).
std::uint32_t Staleness::lag(PackageId p, Rank rank, Rank base) {
  const Problem& problem = context_.problem;
  if (base == kNoRank || rank == problem.page(p).pin) return 0;
  const std::uint32_t from = problem.age(p, base), to = problem.age(p, rank);
  context_.ordinary(p, ordinary_);
  std::uint32_t releases = 0, least = 0xFFFF, greatest = 0;
  bool all_known = true;
  for (std::uint32_t i = 0; i < problem.page(p).count; ++i) {
    const Rank newer = static_cast<Rank>(i);
    const std::uint32_t age = problem.age(p, newer);
    if (age >= to || age < from || !has(ordinary_.data(), i)) continue;
    const std::uint32_t stamp = problem.stamp(p, newer);
    ++releases;
    least = std::min(least, stamp);
    greatest = std::max(greatest, stamp);
    all_known = all_known && stamp != 0;
  }
  return releases != 0 && all_known ? std::min(releases, greatest - least) : releases;
}

// The same for all ranks at once.
void Staleness::fill(PackageId p, Rank base, std::vector<std::uint8_t>& buckets) {
  const PageFact& page = context_.problem.page(p);
  buckets.assign(page.count, 0);
  if (base == kNoRank) return;
  sort_by_age(p);
  context_.ordinary(p, ordinary_);
  const std::uint32_t from = context_.problem.age(p, base);
  std::uint32_t releases = 0, least = 0xFFFF, greatest = 0;
  bool all_known = true;
  for (std::size_t i = 0; i < by_age_.size();) {
    const std::uint32_t age = context_.problem.age(p, by_age_[i]);
    const std::size_t begin = i;
    const std::uint32_t lag = all_known ? std::min(releases, greatest - least) : releases;
    const std::uint8_t bucket = releases == 0 ? 0 : bucket_of(lag);
    for (; i < by_age_.size() && context_.problem.age(p, by_age_[i]) == age; ++i) {
      buckets[by_age_[i]] = bucket;
    }
    if (age < from) continue;
    for (std::size_t k = begin; k < i; ++k) {
      if (!has(ordinary_.data(), by_age_[k])) continue;
      const std::uint32_t stamp = context_.problem.stamp(p, by_age_[k]);
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
  const PageFact& page = context_.problem.page(p);
  buckets.assign(page.count, 0);
  context_.ordinary(p, ordinary_);
  const bool known = at(p).has_start;
  const Rank start = known ? at(p).start : context_.problem.youngest(p, ordinary_);
  if (start == kNoRank) return;
  sort_by_age(p);
  const std::uint32_t from = context_.problem.age(p, start);
  std::uint32_t releases = 0, latest = known ? context_.problem.stamp(p, start) : 0;
  for (std::size_t i = 0; i < by_age_.size();) {
    const std::uint32_t age = context_.problem.age(p, by_age_[i]);
    const std::size_t begin = i;
    for (; i < by_age_.size() && context_.problem.age(p, by_age_[i]) == age; ++i) {
      const std::uint32_t own = context_.problem.stamp(p, by_age_[i]);
      const std::uint32_t behind = own != 0 && latest > own ? latest - own : 0;
      buckets[by_age_[i]] = releases == 0 ? 0 : bucket_of(std::max(releases, behind));
    }
    for (std::size_t k = begin; k < i; ++k) {
      if (!has(ordinary_.data(), by_age_[k]) || age < from) continue;
      ++releases;
      if (!known) latest = std::max(latest, context_.problem.stamp(p, by_age_[k]));
    }
  }
  if (page.pin != kNoRank) buckets[page.pin] = 0;
}

std::uint32_t Staleness::bucket(PackageId p, Rank rank) {
  Buckets& known = at(p);
  if (!known.all.empty()) return known.all[rank];
  const Rank base = known.has_base ? known.base : youngest(p);
  if (!std::exchange(known.asked, true)) return bucket_of(lag(p, rank, base));
  fill(p, base, known.all);
  return known.all[rank];
}

std::uint32_t Staleness::direct_bucket(PackageId p, Rank rank) {
  if (at(p).direct.empty()) fill_direct(p, at(p).direct);
  return at(p).direct[rank];
}

std::uint32_t Staleness::bucket_from_youngest(PackageId p, Rank rank) {
  return bucket_of(lag(p, rank, youngest(p)));
}

bool Staleness::within(PackageId p, Rank rank, std::uint32_t most) {
  const bool counted = p.value() < packages_.size() && !packages_[p.value()].all.empty();
  if (!counted && bucket_of(context_.problem.younger(p, rank)) <= most) return true;
  return bucket(p, rank) <= most;
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
  return within(p, rank, cap(p));
}

}  // namespace pincompile::solver
