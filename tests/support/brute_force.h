// The reference: what the solver's answers are *defined* to be, found by listing every model of a
// tiny universe and filtering the list. Written from the design's definitions, not from the engine;
// it has no search, no laziness and no cleverness, and is slow on purpose.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "universe.h"

namespace pincompile::oracle {

/// Rank per package, or kAbsent.
using Model = std::vector<int>;
inline constexpr int kAbsent = -1;

/// Every assignment that satisfies all requirements and selects exactly what the roots reach.
std::vector<Model> all_models(const Universe& universe);

/// Inside every root and constraint line that names the package, and not excluded by its page.
bool inside_lines(const Universe& universe, std::uint32_t package, std::size_t rank);
/// True if the rank's own requirements on its own package leave it out.
bool forbids_itself(const Universe& universe, std::uint32_t package, std::size_t rank);
/// The sets that this rank requires of `needed`, as one; empty optional if it requires nothing.
std::optional<RankSet> required_set(const Universe& universe, std::uint32_t package,
                                    std::size_t rank, std::uint32_t needed);

/// What the reference is asked beside the universe.
struct Question {
  bool fresh = false;                // with S1
  std::uint32_t floor = 0;           // buckets up to this one are all fresh
  std::vector<bool> permitted = {};  // per package: its reluctant ranks are ordinary; empty = none
};

struct Expected {
  bool satisfiable = false;
  Model pins = {};
  std::vector<std::uint32_t> released = {};     // S0
  std::vector<std::uint32_t> direct_caps = {};  // S1, per package; floor where nothing binds
  std::vector<std::uint32_t> caps = {};
  std::uint32_t worst_bucket = 0;         // of the pins
  std::vector<std::uint32_t> moved = {};  // S3
  std::uint32_t moved_weight = 0;
};

Expected expected_answer(const Universe& universe, const Question& question);

/// The stages one by one, each a filter on the list of models.
std::vector<Model> at_targets(const Universe& universe, std::vector<Model> models);
std::vector<Model> layered_optimum(const Universe& universe, std::vector<Model> models);

}  // namespace pincompile::oracle
