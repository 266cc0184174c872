// Bytes become a small universe and a way of delivering its facts: other orders, missing guesses,
// tiny steps, and now and then a solver that is dropped half-way. Whatever comes out is compared
// with the reference, and every proof is checked.
// SPDX-License-Identifier: MIT
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "judge.h"
#include "universe_families.h"

namespace pincompile::oracle {
namespace {

/// Draws from the input; zeros once it is used up.
class Bytes {
 public:
  Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  std::size_t below(std::size_t n) {
    if (size_ == 0 || n < 2) return 0;
    --size_;
    return *data_++ % n;
  }
  bool flip() { return below(2) == 1; }
  bool rarely() { return below(16) == 15; }
  bool empty() const { return size_ == 0; }

 private:
  const std::uint8_t* data_;
  std::size_t size_;
};

std::uint32_t set_of(Universe& u, std::uint32_t package, Bytes& bytes) {
  RankSet set(u.ranks(package));
  const std::size_t mask = bytes.below(256);
  for (std::size_t rank = 0; rank < set.size(); ++rank) set[rank] = (mask >> rank & 1) != 0;
  return u.intern(set);
}

Universe make(Bytes& bytes) {
  Universe u;
  const std::size_t count = 1 + bytes.below(5);
  for (std::size_t i = 0; i < count; ++i) u.add_packages(1, bytes.below(5));
  if (bytes.flip()) {
    const auto base = static_cast<std::uint32_t>(bytes.below(count));
    const std::uint32_t extra = u.add_packages(1, u.ranks(base));
    u.packages[extra].extra_of = base;
  }
  const auto need = [&](std::vector<Need>& list) {
    const auto package = static_cast<std::uint32_t>(bytes.below(u.packages.size()));
    const std::uint32_t set = set_of(u, package, bytes);
    // An extra comes with its package.
    if (u.packages[package].extra_of) list.push_back({*u.packages[package].extra_of, set});
    list.push_back({package, set});
  };
  for (std::uint32_t p = 0; p < u.packages.size(); ++p) {
    const auto base = u.packages[p].extra_of;
    for (std::size_t rank = 0; rank < u.ranks(p); ++rank) {
      Release& release = u.packages[p].releases[rank];
      if (base) {
        const Release& like = u.packages[*base].releases[rank];
        release.unavailable = like.unavailable;
        release.excluded = like.excluded;
        release.reluctant = like.reluctant;
      } else {
        release.excluded = bytes.rarely();
        release.unavailable = bytes.rarely();
        release.reluctant = bytes.rarely();
        release.stamp = static_cast<std::uint16_t>(bytes.below(30));
      }
      for (std::size_t wanted = bytes.below(4); wanted > 0; --wanted) {
        std::vector<Need> list;
        need(list);
        // What an extra requires of its own package goes without saying: EQ.
        if (base && list.front().package == *base) continue;
        release.needs.insert(release.needs.end(), list.begin(), list.end());
      }
    }
  }
  for (std::size_t lines = 1 + bytes.below(3); lines > 0; --lines) need(u.roots);
  for (std::size_t lines = bytes.below(3); lines > 0; --lines) {
    const auto package = static_cast<std::uint32_t>(bytes.below(count));
    u.constraints.push_back({package, set_of(u, package, bytes)});
  }
  for (std::uint32_t p = 0; p < count; ++p) {
    const std::size_t choice = bytes.below(4);
    if (choice == 3) u.upgrades.push_back(p);
    if (choice != 2 || u.ranks(p) == 0 || u.packages[p].releases[0].excluded) continue;
    u.packages[p].pinned = true;
    u.packages[p].releases[0].reluctant = false;
    // The pin is rank 0 whatever its age.
    const std::size_t age = bytes.below(u.ranks(p));
    for (std::size_t rank = 1; rank <= age; ++rank) {
      u.packages[p].releases[rank].age = static_cast<std::uint16_t>(rank - 1);
    }
    u.packages[p].releases[0].age = static_cast<std::uint16_t>(age);
  }
  for (Package& package : u.packages) {
    if (!package.extra_of) continue;
    for (std::size_t rank = 0; rank < package.releases.size(); ++rank) {
      package.releases[rank].reluctant = u.packages[*package.extra_of].releases[rank].reluctant;
    }
  }
  return u;
}

void drop_half_way(const Universe& u, const Trial& trial, std::size_t steps) {
  UniverseDriver world(u, trial.delivery);
  solver::Solver solver(trial.options, world);
  world.state_lines(solver);
  (void)world.run(solver, steps);
}

void judge_bytes(const std::uint8_t* data, std::size_t size) {
  Bytes bytes(data, size);
  Trial trial;
  constexpr solver::Objective kObjectives[] = {
      solver::Objective::kFresh, solver::Objective::kNewest, solver::Objective::kGreedy};
  trial.options.objective = kObjectives[bytes.below(3)];
  trial.options.freshness_floor = static_cast<std::uint32_t>(bytes.below(3));
  trial.options.hash_seed = bytes.below(256);
  trial.delivery = {bytes.below(256), bytes.flip(), bytes.flip(), bytes.flip(),
                    1 + bytes.below(64)};
  const std::size_t steps = bytes.below(32);
  const Universe u = make(bytes);
  if (steps > 0) drop_half_way(u, trial, steps);
  const std::string error = judge(u, trial);
  if (error.empty()) return;
  std::fprintf(stderr, "%s\nobjective %d floor %u\n%s", error.c_str(),
               static_cast<int>(trial.options.objective), trial.options.freshness_floor,
               to_text(u).c_str());
  std::abort();
}

}  // namespace
}  // namespace pincompile::oracle

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size <= 600) pincompile::oracle::judge_bytes(data, size);
  return 0;
}
