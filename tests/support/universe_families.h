// The synthetic families of the solver's design (one function each, loops ascending, draws in the
// order in which they are written) and the tiny universes that brute force can judge.
// Rank 0 is the newest. Expected answers stand with the tests that use a family.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "split_mix.h"
#include "universe.h"

namespace pincompile::oracle {

/// h + 1 pigeons, h holes: unsatisfiable, and hard for resolution.
Universe php(std::size_t holes);

/// n packages of v ranks, all roots, each rank with about k requirements of width w * v.
Universe random_graph(std::size_t n, std::size_t v, double k, double w, std::uint64_t seed);

/// Packages A = 0, B = 1, C = 2: only the oldest B goes with the newest A.
Universe seesaw(std::size_t n);
/// A = 0, B = 1, C = 2, Inner = 3: seesaw one layer down.
Universe indirect(std::size_t n);
/// X = 0, Leaf = 1: the newest releases of X cap Leaf, older ones predate the cap.
Universe latecap(std::size_t versions, std::size_t capped, std::size_t leaf_versions);
/// seesaw whose second A is 200 half-months older than its first.
Universe newdrop(std::size_t n);
/// seesaw with a root line that leaves only the newest A.
Universe forced(std::size_t n);
/// core = 0 and packages 1..m that move in lock-step, the last limited to its older half.
Universe lockstep(std::size_t m, std::size_t v, std::uint64_t seed);
/// Many packages with many ranks; 20 roots.
Universe wide(std::size_t packages, std::size_t ranks, std::uint64_t seed);
/// 3-SAT: variables 0..n-1 with two ranks, then m clause packages with three, all of them roots.
Universe cnf3(std::size_t n, std::size_t m, std::uint64_t seed);

/// 2 to 6 packages of 1 to 4 ranks, 1 to 3 roots.
Universe tiny_mixed(std::uint64_t seed);
/// 7 packages of 3 ranks, all of them roots.
Universe tiny_rooted(std::uint64_t seed);

/// What else real problems have, laid over a tiny universe by chance: pins, reversed preference,
/// upload times, exclusions, constraints, extras, pre-releases, upgrades.
struct Spice {
  bool pins = false;
  bool stamps = false;
  bool exclusions = false;  // known from the page, and found later
  bool constraints = false;
  bool extras = false;
  bool reluctance = false;
  bool upgrades = false;  // needs pins
  bool selves = false;    // self-dependencies and repeated requirements on one package
};
void spice(Universe& universe, const Spice& what, SplitMix& random);

enum class Direction { kHighest, kLowest, kLowestDirect };
/// Rearranges ranks from newest first to the mode's order; ages and stamps stay with releases.
/// Call before pins are laid over.
void turn(Universe& universe, Direction direction);

/// Gives `package` the order `new_rank_of[rank]` everywhere it is spoken of.
void permute_ranks(Universe& universe, std::uint32_t package,
                   const std::vector<std::size_t>& new_rank_of);

}  // namespace pincompile::oracle
