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

Rank Staleness::base(PackageId p) { return at(p).has_base ? at(p).base : youngest(p); }

std::uint32_t Staleness::bucket(PackageId p, Rank rank) {
  Buckets& known = at(p);
  if (known.all.empty() && !std::exchange(known.asked, true)) {
    return bucket_of(lag(p, rank, base(p)));
  }
  return buckets(p)[rank];
}

std::span<const std::uint8_t> Staleness::buckets(PackageId p) {
  if (at(p).all.empty()) fill(p, base(p), at(p).all);
  return at(p).all;
}

std::span<const std::uint8_t> Staleness::direct_buckets(PackageId p) {
  if (at(p).direct.empty()) fill_direct(p, at(p).direct);
  return at(p).direct;
}

std::uint32_t Staleness::bucket_from_youngest(PackageId p, Rank rank) {
  return bucket_of(lag(p, rank, youngest(p)));
}

bool Staleness::within(PackageId p, Rank rank, std::uint32_t most) {
  Buckets& known = at(p);
  if (known.all.empty()) {
    if (known.counted != rank) known.younger = context_.problem.younger(p, rank);
    known.counted = rank;
    if (bucket_of(known.younger) <= most) return true;
  }
  return bucket(p, rank) <= most;
}

std::uint32_t CapGuard::cap(PackageId p) const {
  if (is_frozen(p)) return frozen_[p.value()];
  const bool lowered = !lowered_.is_none() && !staleness_.precedes(lowered_, p);
  return lowered ? level_ - 1 : level_;
}

bool CapGuard::allows(PackageId p, Rank rank) {
  if (!binds(p) || context_.problem.age(p, rank) == 0) return true;
  return within(p, rank, cap(p));
}

void CapGuard::keep_allowed(PackageId p, Word* ranks, std::uint32_t width) {
  if (!binds(p)) return;
  const std::span<const std::uint8_t> buckets =
      direct_only_ ? staleness_.direct_buckets(p) : staleness_.buckets(p);
  const std::uint32_t most = cap(p);
  for_each_value(ranks, width, [&](std::uint32_t value) {
    const bool allowed =
        buckets[value] <= most || context_.problem.age(p, static_cast<Rank>(value)) == 0;
    if (!allowed) drop(ranks, value);
  });
}

}  // namespace pincompile::solver
