// Tiny universes U1 and U2, small enough to enumerate all models, and what is laid over them.
// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <iterator>
#include <numeric>

#include "universe_families.h"

namespace pincompile::oracle {

namespace {

/// A uniform subset of 0..count-1 of size least..count.
std::uint32_t subset(Universe& u, std::size_t count, std::size_t least, SplitMix& random) {
  std::size_t size = least + random.below(count - least + 1);
  RankSet set(count, false);
  for (; size > 0; --size) {
    std::size_t skip = random.below(static_cast<std::uint64_t>(std::ranges::count(set, false)));
    std::size_t rank = 0;
    while (set[rank] || skip-- > 0) ++rank;
    set[rank] = true;
  }
  return u.intern(set);
}

std::uint32_t wanted(Universe& u, std::uint32_t package, double empty_chance, SplitMix& random) {
  const std::size_t least = empty_chance > 0 && random.flip(empty_chance) ? 0 : 1;
  return subset(u, u.ranks(package), least, random);
}

void connect(Universe& u, double density, double empty_chance, SplitMix& random) {
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    for (std::size_t rank = 0; rank < u.ranks(package); ++rank) {
      for (std::uint32_t other = 0; other < u.packages.size(); ++other) {
        if (other == package || !random.flip(density)) continue;
        u.require(package, rank, other, wanted(u, other, empty_chance, random));
      }
    }
  }
}

}  // namespace

Universe tiny_mixed(std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  const std::size_t count = 2 + random.below(5);
  for (std::size_t i = 0; i < count; ++i) u.add_packages(1, 1 + random.below(4));
  constexpr std::array densities = {.2, .4, .6, .8};
  connect(u, densities[random.below(4)], 0.08, random);
  std::vector<std::uint32_t> packages(count);
  std::iota(packages.begin(), packages.end(), 0);
  random.shuffle(packages);
  packages.resize(std::min<std::size_t>(count, 1 + random.below(3)));
  for (const std::uint32_t root : packages) {
    u.roots.push_back({root, wanted(u, root, 0.08, random)});
  }
  return u;
}

Universe tiny_rooted(std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  u.add_packages(7, 3);
  constexpr std::array densities = {.3, .4, .5};
  connect(u, densities[random.below(3)], 0, random);
  for (std::uint32_t root = 0; root < 7; ++root) u.roots.push_back({root, u.any(root)});
  return u;
}

void permute_ranks(Universe& u, std::uint32_t package,
                   const std::vector<std::size_t>& new_rank_of) {
  const auto moved = [&](std::uint32_t set) {
    RankSet result(new_rank_of.size());
    for (std::size_t rank = 0; rank < result.size(); ++rank) {
      result[new_rank_of[rank]] = u.sets[set][rank];
    }
    return u.intern(result);
  };
  std::vector<Release> releases(new_rank_of.size());
  for (std::size_t rank = 0; rank < releases.size(); ++rank) {
    releases[new_rank_of[rank]] = u.packages[package].releases[rank];
  }
  u.packages[package].releases = std::move(releases);
  for (Package& p : u.packages) {
    for (Release& release : p.releases) {
      for (Need& need : release.needs) {
        if (need.package == package) need.set = moved(need.set);
      }
    }
  }
  for (auto* lines : {&u.roots, &u.constraints}) {
    for (Need& line : *lines) {
      if (line.package == package) line.set = moved(line.set);
    }
  }
}

void turn(Universe& u, Direction direction) {
  if (direction == Direction::kHighest) return;
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    const std::uint32_t base = u.packages[package].extra_of.value_or(package);
    if (direction == Direction::kLowestDirect && !u.is_direct(base)) continue;
    std::vector<std::size_t> reversed(u.ranks(package));
    for (std::size_t i = 0; i < reversed.size(); ++i) reversed[i] = reversed.size() - 1 - i;
    permute_ranks(u, package, reversed);
  }
}

namespace {

void add_stamps(Universe& u, SplitMix& random) {
  for (Package& package : u.packages) {
    if (random.below(3) == 0) continue;  // an index without upload times
    std::uint64_t stamp = 40 + random.below(20);
    for (Release& release : package.releases) {
      release.stamp = static_cast<std::uint16_t>(stamp);
      if (random.below(8) == 0) release.stamp = 0;
      // Mostly older and older; sometimes an old branch with a fresh upload.
      stamp = random.below(5) == 0 ? stamp + random.below(6) : stamp - random.below(9);
    }
  }
}

void add_exclusions(Universe& u, SplitMix& random) {
  for (Package& package : u.packages) {
    for (Release& release : package.releases) {
      if (random.below(12) == 0) release.excluded = true;
      if (random.below(12) == 0) release.unavailable = true;
    }
  }
}

void add_reluctance(Universe& u, SplitMix& random) {
  // Finals rank before pre-releases, so the reluctant ones are the last ranks.
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    if (random.below(2) == 0) continue;
    const std::size_t count = u.ranks(package);
    std::vector<std::size_t> order;
    RankSet reluctant(count);
    for (std::size_t rank = 0; rank < count; ++rank) reluctant[rank] = random.below(3) == 0;
    std::vector<std::size_t> new_rank_of(count);
    std::size_t next = 0;
    for (const bool wanted_now : {false, true}) {
      for (std::size_t rank = 0; rank < count; ++rank) {
        if (reluctant[rank] == wanted_now) new_rank_of[rank] = next++;
      }
    }
    for (std::size_t rank = 0; rank < count; ++rank) {
      u.packages[package].releases[rank].reluctant = reluctant[rank];
    }
    permute_ranks(u, package, new_rank_of);
  }
}

void add_constraints(Universe& u, SplitMix& random) {
  for (std::size_t count = random.below(3); count > 0; --count) {
    const auto package = static_cast<std::uint32_t>(random.below(u.packages.size()));
    u.constraints.push_back({package, wanted(u, package, 0.1, random)});
  }
}

void add_pins(Universe& u, SplitMix& random) {
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    if (random.below(3) == 0) continue;
    const std::size_t pin = random.below(u.ranks(package));
    if (u.packages[package].releases[pin].excluded) continue;
    std::vector<std::size_t> new_rank_of(u.ranks(package));
    for (std::size_t rank = 0; rank < new_rank_of.size(); ++rank) {
      new_rank_of[rank] = rank < pin ? rank + 1 : rank == pin ? 0 : rank;
    }
    permute_ranks(u, package, new_rank_of);
    u.packages[package].pinned = true;
    u.packages[package].releases[0].reluctant = false;  // never the pin
  }
}

void add_upgrades(Universe& u, SplitMix& random) {
  // -P removes the pin before ranks are ordered, so an upgraded package is an unpinned one.
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    if (!u.packages[package].pinned && random.below(2) == 0) u.upgrades.push_back(package);
  }
}

void add_selves(Universe& u, SplitMix& random) {
  for (std::uint32_t package = 0; package < u.packages.size(); ++package) {
    for (std::size_t rank = 0; rank < u.ranks(package); ++rank) {
      if (random.below(12) == 0) u.require(package, rank, package, wanted(u, package, 0.1, random));
      auto& needs = u.packages[package].releases[rank].needs;
      if (needs.empty() || random.below(8) != 0) continue;
      const std::uint32_t again = needs[random.below(needs.size())].package;
      needs.insert(needs.begin() + static_cast<std::ptrdiff_t>(random.below(needs.size() + 1)),
                   {again, wanted(u, again, 0.1, random)});
    }
  }
}

/// Each need of `base` becomes, by chance, a need of its extra as well, side by side.
void add_extra(Universe& u, std::uint32_t base, SplitMix& random) {
  const std::uint32_t extra = u.add_packages(1, u.ranks(base));
  u.packages[extra].extra_of = base;
  const auto with_extra = [&](std::vector<Need>& needs) {
    std::vector<Need> result;
    for (const Need& need : needs) {
      result.push_back(need);
      if (need.package == base && random.below(2) == 0) result.push_back({extra, need.set});
    }
    needs = std::move(result);
  };
  for (std::uint32_t package = 0; package < extra; ++package) {
    for (Release& release : u.packages[package].releases) with_extra(release.needs);
  }
  with_extra(u.roots);
  for (std::size_t rank = 0; rank < u.ranks(base); ++rank) {
    for (std::uint32_t other = 0; other < extra; ++other) {
      if (other == base || !random.flip(0.3)) continue;
      u.require(extra, rank, other, wanted(u, other, 0.08, random));
    }
    const Release& like = u.packages[base].releases[rank];
    Release& own = u.packages[extra].releases[rank];
    own.excluded = like.excluded;
    own.unavailable = like.unavailable;
    own.reluctant = like.reluctant;
    own.age = like.age;
    own.stamp = like.stamp;
  }
}

}  // namespace

void spice(Universe& u, const Spice& what, SplitMix& random) {
  if (what.stamps) add_stamps(u, random);
  if (what.exclusions) add_exclusions(u, random);
  if (what.reluctance) add_reluctance(u, random);
  if (what.constraints) add_constraints(u, random);
  if (what.selves) add_selves(u, random);
  if (what.pins) add_pins(u, random);
  if (what.upgrades) add_upgrades(u, random);
  if (what.extras)
    add_extra(u, static_cast<std::uint32_t>(random.below(u.packages.size())), random);
}

}  // namespace pincompile::oracle
