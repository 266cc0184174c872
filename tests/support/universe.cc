// SPDX-License-Identifier: MIT
#include "universe.h"

#include <algorithm>

#include "split_mix.h"

namespace pincompile::oracle {

std::uint32_t Universe::add_packages(std::size_t count, std::size_t ranks) {
  const auto first = static_cast<std::uint32_t>(packages.size());
  for (std::size_t i = 0; i < count; ++i) {
    Package package;
    package.releases.resize(ranks);
    for (std::size_t rank = 0; rank < ranks; ++rank) {
      package.releases[rank].age = static_cast<std::uint16_t>(rank);
    }
    // Scrambled, so that no test passes because name keys happen to ascend with indices.
    package.name_key = SplitMix(packages.size() + 1).next();
    packages.push_back(std::move(package));
  }
  return first;
}

std::uint32_t Universe::intern(const RankSet& set) {
  const auto [place, is_new] = index_.try_emplace(set, static_cast<std::uint32_t>(sets.size()));
  if (is_new) sets.push_back(set);
  return place->second;
}

std::uint32_t Universe::interval(std::uint32_t package, long low, long high) {
  RankSet set(ranks(package), false);
  for (long rank = std::max(low, 0L); rank <= std::min(high, static_cast<long>(set.size()) - 1);
       ++rank) {
    set[static_cast<std::size_t>(rank)] = true;
  }
  return intern(set);
}

std::uint32_t Universe::any(std::uint32_t package) { return intern(RankSet(ranks(package), true)); }

bool Universe::is_direct(std::uint32_t package) const {
  return std::ranges::any_of(roots, [&](const Need& root) { return root.package == package; });
}

std::vector<std::uint32_t> Universe::direct() const {
  std::vector<std::uint32_t> result;
  for (const Need& root : roots) {
    if (std::ranges::find(result, root.package) == result.end()) result.push_back(root.package);
  }
  return result;
}

std::vector<std::uint32_t> priority_order(const Universe& universe) {
  std::vector<std::uint32_t> order = universe.direct();
  const auto direct_count = static_cast<std::ptrdiff_t>(order.size());
  for (std::uint32_t package = 0; package < universe.packages.size(); ++package) {
    if (!universe.is_direct(package)) order.push_back(package);
  }
  std::sort(order.begin() + direct_count, order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return universe.packages[a].name_key < universe.packages[b].name_key;
  });
  return order;
}

std::string to_text(const RankSet& set) {
  std::string text = "{";
  for (std::size_t rank = 0; rank < set.size(); ++rank) {
    if (set[rank]) text += (text.size() > 1 ? "," : "") + std::to_string(rank);
  }
  return text + "}";
}

namespace {

std::string name(std::uint32_t package) { return "p" + std::to_string(package); }

std::string need_text(const Universe& universe, const Need& need) {
  return name(need.package) + " " + to_text(universe.sets[need.set]);
}

std::string release_text(const Universe& universe, const Release& release) {
  std::string text = "age " + std::to_string(release.age);
  if (release.stamp != 0) text += " stamp " + std::to_string(release.stamp);
  if (release.excluded) text += " excluded";
  if (release.unavailable) text += " unavailable";
  if (release.reluctant) text += " reluctant";
  for (const Need& need : release.needs) text += "; " + need_text(universe, need);
  return text;
}

}  // namespace

std::string to_text(const Universe& universe) {
  std::string text;
  for (const Need& root : universe.roots) text += "root " + need_text(universe, root) + "\n";
  for (const Need& line : universe.constraints) {
    text += "constraint " + need_text(universe, line) + "\n";
  }
  for (const std::uint32_t package : universe.upgrades) text += "upgrade " + name(package) + "\n";
  for (std::uint32_t p = 0; p < universe.packages.size(); ++p) {
    const Package& package = universe.packages[p];
    text += name(p);
    if (package.extra_of) text += " extra of " + name(*package.extra_of);
    if (package.pinned) text += " pinned";
    text += "\n";
    for (std::size_t rank = 0; rank < package.releases.size(); ++rank) {
      text += "  " + std::to_string(rank) + ": " + release_text(universe, package.releases[rank]) +
              "\n";
    }
  }
  return text;
}

}  // namespace pincompile::oracle
