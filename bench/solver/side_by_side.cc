// SPDX-License-Identifier: MIT
#include "side_by_side.h"

#include <algorithm>

#include "brute_freshness.h"
#include "universe_driver.h"

namespace pincompile::bench {

namespace {

using oracle::Model;
using oracle::RankSet;
using oracle::Universe;

/// O(p) of solver.md 2.2.
std::vector<RankSet> ordinary_ranks(const Universe& u, const std::vector<bool>& permitted) {
  std::vector<RankSet> result;
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    RankSet ordinary(u.ranks(p));
    for (std::size_t rank = 0; rank < ordinary.size(); ++rank) {
      const oracle::Release& release = u.packages[p].releases[rank];
      ordinary[rank] = !release.excluded && (!release.reluctant || permitted[p]) &&
                       oracle::inside_lines(u, p, rank);
    }
    result.push_back(std::move(ordinary));
  }
  return result;
}

/// A model with the direct package as young as any allows: the layered optimum with it first.
Model youngest_of(Universe u, std::uint32_t direct) {
  std::ranges::stable_sort(u.roots, {},
                           [&](const oracle::Need& root) { return root.package != direct; });
  oracle::UniverseDriver world(u);
  solver::Options options;
  options.objective = solver::Objective::kNewest;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  if (world.run(solver) != solver::Step::kFinished) return {};
  return world.model(solver.solution());
}

}  // namespace

SideBySide side_by_side(const Universe& u, const std::vector<bool>& permitted, const Model& ours,
                        const Model& theirs) {
  const std::vector<RankSet> ordinary = ordinary_ranks(u, permitted);
  std::vector<Model> models = {ours};
  for (const std::uint32_t d : u.direct()) {
    const auto first = std::ranges::find(ordinary[d], true) - ordinary[d].begin();
    if (u.packages[d].extra_of || ours[d] == first) continue;
    if (Model model = youngest_of(u, d); !model.empty()) models.push_back(std::move(model));
  }
  const oracle::Freshness freshness(u, ordinary, models);
  SideBySide result;
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    if (u.packages[p].extra_of) continue;
    if (ours[p] >= 0) result.ours = std::max(result.ours, freshness.bucket(p, ours[p]));
    if (theirs[p] >= 0) result.theirs = std::max(result.theirs, freshness.bucket(p, theirs[p]));
  }
  for (const std::uint32_t d : u.direct()) {
    if (u.packages[d].extra_of || ours[d] == theirs[d]) continue;
    result.direct = ours[d] < theirs[d] ? "ours younger" : "theirs younger";
    break;
  }
  return result;
}

}  // namespace pincompile::bench
