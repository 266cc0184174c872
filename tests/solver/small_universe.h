// SmallUniverse: a universe written down in a few lines of a test.
// SPDX-License-Identifier: MIT
#pragma once

#include <initializer_list>

#include "universe.h"

namespace pincompile::oracle {

class SmallUniverse {
 public:
  using Ranks = std::initializer_list<std::size_t>;

  std::uint32_t package(std::size_t ranks) { return u.add_packages(1, ranks); }
  std::uint32_t extra(std::uint32_t of) {
    const std::uint32_t made = package(u.ranks(of));
    u.packages[made].extra_of = of;
    return made;
  }
  Need in(std::uint32_t package, Ranks ranks) {
    RankSet set(u.ranks(package));
    for (const std::size_t rank : ranks) set[rank] = true;
    return {package, u.intern(set)};
  }
  Need any(std::uint32_t package) { return {package, u.any(package)}; }
  void need(std::uint32_t package, std::size_t rank, const Need& need) {
    u.packages[package].releases[rank].needs.push_back(need);
  }
  void root(const Need& need) { u.roots.push_back(need); }
  void constraint(const Need& need) { u.constraints.push_back(need); }
  void pin(std::uint32_t package) { u.packages[package].pinned = true; }
  Release& release(std::uint32_t package, std::size_t rank) {
    return u.packages[package].releases[rank];
  }

  Universe u;
};

}  // namespace pincompile::oracle
