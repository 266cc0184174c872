// SPDX-License-Identifier: MIT
#include "universe_families.h"

#include <algorithm>
#include <cmath>

namespace pincompile::oracle {

namespace {

void root_any(Universe& universe, std::uint32_t package) {
  universe.roots.push_back({package, universe.any(package)});
}

/// B's part in seesaw: all but its oldest rank need the second A, the oldest needs C.
void lean(Universe& universe, std::uint32_t b, std::uint32_t a, std::uint32_t c) {
  const std::size_t n = universe.ranks(b);
  for (std::size_t rank = 0; rank + 1 < n; ++rank) {
    universe.require(b, rank, a, universe.interval(a, 1, 1));
  }
  universe.require(b, n - 1, c, universe.any(c));
}

}  // namespace

Universe php(std::size_t holes) {
  Universe u;
  const std::uint32_t pigeon = u.add_packages(holes + 1, holes);
  const std::uint32_t hole = u.add_packages(holes, holes + 1);
  for (std::uint32_t i = 0; i <= holes; ++i) {
    for (std::uint32_t j = 0; j < holes; ++j) {
      u.require(pigeon + i, j, hole + j, u.interval(hole + j, i, i));
    }
    root_any(u, pigeon + i);
  }
  return u;
}

Universe random_graph(std::size_t n, std::size_t v, double k, double w, std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  u.add_packages(n, v);
  const auto width = std::max(1L, std::lround(w * static_cast<double>(v)));
  const double whole = std::floor(k);
  for (std::uint32_t package = 0; package < n; ++package) {
    for (std::size_t rank = 0; rank < v; ++rank) {
      auto count = static_cast<std::size_t>(whole);
      if (random.flip(k - whole)) ++count;
      std::vector<std::uint32_t> chosen;
      while (chosen.size() < std::min(count, n - 1)) {
        const auto other = static_cast<std::uint32_t>(random.below(n));
        if (other == package || std::ranges::find(chosen, other) != chosen.end()) continue;
        chosen.push_back(other);
        const auto start = static_cast<long>(random.below(v - static_cast<std::size_t>(width) + 1));
        u.require(package, rank, other, u.interval(other, start, start + width - 1));
      }
    }
    root_any(u, package);
  }
  return u;
}

Universe seesaw(std::size_t n) {
  Universe u;
  const std::uint32_t a = u.add_packages(1, 2);
  const std::uint32_t b = u.add_packages(1, n);
  const std::uint32_t c = u.add_packages(1, 1);
  lean(u, b, a, c);
  root_any(u, a);
  root_any(u, b);
  return u;
}

Universe indirect(std::size_t n) {
  Universe u;
  const std::uint32_t a = u.add_packages(1, 2);
  const std::uint32_t b = u.add_packages(1, 1);
  const std::uint32_t c = u.add_packages(1, 1);
  const std::uint32_t inner = u.add_packages(1, n);
  u.require(b, 0, inner, u.any(inner));
  lean(u, inner, a, c);
  root_any(u, a);
  root_any(u, b);
  return u;
}

Universe latecap(std::size_t versions, std::size_t capped, std::size_t leaf_versions) {
  Universe u;
  const std::uint32_t x = u.add_packages(1, versions);
  const std::uint32_t leaf = u.add_packages(1, leaf_versions);
  for (std::size_t rank = 0; rank < versions; ++rank) {
    const auto low = static_cast<long>(rank < capped ? leaf_versions / 2 : 0);
    u.require(x, rank, leaf, u.interval(leaf, low, static_cast<long>(leaf_versions) - 1));
  }
  root_any(u, x);
  return u;
}

Universe newdrop(std::size_t n) {
  Universe u = seesaw(n);
  u.packages[0].releases[0].stamp = 300;
  u.packages[0].releases[1].stamp = 100;
  return u;
}

Universe forced(std::size_t n) {
  Universe u = seesaw(n);
  u.roots.push_back({0, u.interval(0, 0, 0)});
  return u;
}

Universe lockstep(std::size_t m, std::size_t v, std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  const std::uint32_t core = u.add_packages(1, v);
  u.add_packages(m, v);
  for (std::uint32_t package = 1; package <= m; ++package) {
    for (std::size_t rank = 0; rank < v; ++rank) {
      const auto i = static_cast<long>(rank);
      const auto below = static_cast<long>(random.below(3));
      const auto above = static_cast<long>(random.below(3));
      u.require(package, rank, core, u.interval(core, i - below, i + above));
      if (package == 1 || random.below(2) != 1) continue;
      const auto other = static_cast<std::uint32_t>(1 + random.below(package - 1));
      const auto under = static_cast<long>(random.below(4));
      const auto over = static_cast<long>(random.below(4));
      u.require(package, rank, other, u.interval(other, i - under, i + over));
    }
  }
  for (std::uint32_t package = 1; package < m; ++package) root_any(u, package);
  const auto last = static_cast<std::uint32_t>(m);
  u.roots.push_back(
      {last, u.interval(last, static_cast<long>((v + 1) / 2), static_cast<long>(v) - 1)});
  return u;
}

Universe wide(std::size_t packages, std::size_t ranks, std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  u.add_packages(packages, ranks);
  for (std::uint32_t package = 0; package + 1 < packages; ++package) {
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      const auto i = static_cast<long>(rank);
      for (int count = 0; count < 3; ++count) {
        const auto other =
            static_cast<std::uint32_t>(package + 1 + random.below(packages - package - 1));
        const bool narrow = random.below(100) == 0;
        const long low = narrow ? i - 7 : 0;
        const long high = i + (narrow ? 7 : static_cast<long>(random.below(ranks - rank)));
        u.require(package, rank, other, u.interval(other, low, high));
      }
    }
  }
  for (std::uint32_t package = 0; package < std::min<std::size_t>(20, packages); ++package) {
    root_any(u, package);
  }
  return u;
}

Universe cnf3(std::size_t n, std::size_t m, std::uint64_t seed) {
  SplitMix random(seed);
  Universe u;
  u.add_packages(n, 2);
  const std::uint32_t clause = u.add_packages(m, 3);
  for (std::uint32_t c = 0; c < m; ++c) {
    std::vector<std::uint32_t> chosen;
    for (std::size_t rank = 0; rank < 3; ++rank) {
      auto variable = static_cast<std::uint32_t>(random.below(n));
      while (std::ranges::find(chosen, variable) != chosen.end()) {
        variable = static_cast<std::uint32_t>(random.below(n));
      }
      chosen.push_back(variable);
      const auto value = static_cast<long>(random.below(2));
      u.require(clause + c, rank, variable, u.interval(variable, value, value));
    }
    root_any(u, clause + c);
  }
  return u;
}

}  // namespace pincompile::oracle
