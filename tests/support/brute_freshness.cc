// SPDX-License-Identifier: MIT
#include "brute_freshness.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <optional>

namespace pincompile::oracle {

namespace {

/// The member of `set` with the least age.
std::optional<std::size_t> youngest(const Package& package, const RankSet& set) {
  std::optional<std::size_t> best;
  for (std::size_t rank = 0; rank < set.size(); ++rank) {
    if (set[rank] && (!best || package.releases[rank].age < package.releases[*best].age)) {
      best = rank;
    }
  }
  return best;
}

}  // namespace

/// Ordinary ranks newer than one rank, back to the base.
struct Freshness::Span {
  std::uint32_t releases = 0;
  std::uint16_t least_stamp = 0xFFFF, greatest_stamp = 0;
  bool all_known = true;
};

Freshness::Freshness(const Universe& universe, const std::vector<RankSet>& ordinary,
                     const std::vector<Model>& models)
    : universe_(universe), ordinary_(ordinary) {
  walk_.possible = ordinary;
  walk_.start.resize(ordinary.size());
  find_starts(models);
  follow();
  for (std::uint32_t p = 0; p < ordinary.size(); ++p) {
    walk_.base.push_back(youngest(universe.packages[p], walk_.possible[p]));
  }
}

void Freshness::find_starts(const std::vector<Model>& models) {
  for (const std::uint32_t d : universe_.direct()) {
    RankSet with_model(ordinary_[d].size(), false);
    for (const Model& model : models) {
      const auto rank = static_cast<std::size_t>(model[d]);
      if (ordinary_[d][rank]) with_model[rank] = true;
    }
    const Package& package = universe_.packages[d];
    const auto start = youngest(package, with_model);
    walk_.start[d] = start;
    for (std::size_t rank = 0; rank < with_model.size(); ++rank) {
      if (!start || package.releases[rank].age < package.releases[*start].age) {
        walk_.possible[d][rank] = false;
      }
    }
  }
}

void Freshness::follow() {
  const Universe& u = universe_;
  const auto base_of = [&](std::uint32_t p) { return u.packages[p].extra_of.value_or(p); };
  const auto note = [](std::vector<std::uint32_t>& list, std::uint32_t p) {
    if (std::ranges::find(list, p) == list.end()) list.push_back(p);
  };
  std::vector<std::uint32_t> met = u.direct();
  std::vector<std::uint32_t> layer = met;
  while (!layer.empty()) {
    std::vector<std::uint32_t> next;
    for (const std::uint32_t p : layer) {
      const std::uint32_t base = base_of(p);
      note(walk_.order, base);
      RankSet& possible = walk_.possible[base];
      auto best = youngest(u.packages[base], possible);
      while (best && (u.packages[p].releases[*best].unavailable || forbids_itself(u, p, *best))) {
        possible[*best] = false;
        best = youngest(u.packages[base], possible);
      }
      if (!best) continue;
      for (const Need& need : u.packages[p].releases[*best].needs) {
        RankSet& other = walk_.possible[base_of(need.package)];
        const RankSet wanted = *required_set(u, p, *best, need.package);
        RankSet both(other.size());
        for (std::size_t rank = 0; rank < both.size(); ++rank)
          both[rank] = other[rank] && wanted[rank];
        if (std::ranges::find(both, true) != both.end()) other = both;
        if (std::ranges::find(met, need.package) != met.end()) continue;
        met.push_back(need.package);
        next.push_back(need.package);
      }
    }
    layer = next;
  }
  for (const std::uint32_t p : priority_order(u)) {
    if (!u.packages[p].extra_of) note(walk_.order, p);
  }
}

Freshness::Span Freshness::newer(std::uint32_t package, std::optional<std::size_t> base,
                                 int rank) const {
  Span span;
  const Package& p = universe_.packages[package];
  if (!base || rank == kAbsent || (p.pinned && rank == 0)) return span;
  const std::uint16_t own_age = p.releases[static_cast<std::size_t>(rank)].age;
  for (std::size_t u = 0; u < p.releases.size(); ++u) {
    const Release& release = p.releases[u];
    if (!ordinary_[package][u] || release.age < p.releases[*base].age || release.age >= own_age) {
      continue;
    }
    ++span.releases;
    span.least_stamp = std::min(span.least_stamp, release.stamp);
    span.greatest_stamp = std::max(span.greatest_stamp, release.stamp);
    span.all_known = span.all_known && release.stamp != 0;
  }
  return span;
}

std::uint32_t Freshness::bucket(std::uint32_t package, int rank) const {
  const Span span = newer(package, walk_.base[package], rank);
  std::uint32_t lag = span.releases;
  if (lag != 0 && span.all_known) {
    lag = std::min<std::uint32_t>(lag, span.greatest_stamp - span.least_stamp);
  }
  return static_cast<std::uint32_t>(std::bit_width(lag));
}

// The first pass counts from the youngest version that the problem allows at all: caps of other
// listed packages are not believed here, else the family `newdrop` comes out wrong.
std::uint32_t Freshness::direct_bucket(std::uint32_t package, int rank) const {
  const auto base = walk_.start[package];
  std::uint32_t lag = newer(package, base, rank).releases;
  if (lag != 0) {
    const Package& p = universe_.packages[package];
    const std::uint16_t own = p.releases[static_cast<std::size_t>(rank)].stamp;
    const std::uint16_t from = p.releases[*base].stamp;
    // An upload later than the base's is not stale.
    if (own != 0 && from > own) lag = std::max<std::uint32_t>(lag, from - own);
  }
  return static_cast<std::uint32_t>(std::bit_width(lag));
}

namespace {

using BucketOf = std::function<std::uint32_t(std::uint32_t, int)>;

/// 7.4's definition: level by level from the top, package by package in order, a package is
/// accepted on the next lower level iff a model exists under the caps accepted so far.
void leximax(std::vector<Model>& models, const std::vector<std::uint32_t>& order,
             std::uint32_t floor, const BucketOf& bucket, std::vector<std::uint32_t>& caps) {
  constexpr std::uint32_t kTop = 17;  // no lag needs more bits
  std::vector<bool> frozen(caps.size(), false);
  for (const std::uint32_t p : order) caps[p] = kTop;
  for (std::uint32_t level = kTop; level-- > floor;) {
    for (const std::uint32_t p : order) {
      if (frozen[p]) continue;
      std::vector<Model> lower;
      for (const Model& model : models) {
        if (bucket(p, model[p]) <= level) lower.push_back(model);
      }
      frozen[p] = lower.empty();
      if (frozen[p]) continue;
      caps[p] = level;
      models = lower;
    }
  }
}

}  // namespace

void Freshness::cap(std::vector<Model>& models, std::uint32_t floor,
                    std::vector<std::uint32_t>& direct_caps,
                    std::vector<std::uint32_t>& caps) const {
  direct_caps.assign(universe_.packages.size(), floor);
  caps.assign(universe_.packages.size(), floor);
  std::vector<std::uint32_t> direct;
  for (const std::uint32_t p : walk_.order) {
    if (universe_.is_direct(p)) direct.push_back(p);
  }
  leximax(
      models, direct, floor, [&](std::uint32_t p, int rank) { return direct_bucket(p, rank); },
      direct_caps);
  leximax(
      models, walk_.order, floor, [&](std::uint32_t p, int rank) { return bucket(p, rank); }, caps);
}

}  // namespace pincompile::oracle
