// Answers of the solver as plain data: pins with their certificates, notes, counters; cores.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/ids.h"

namespace pincompile::solver {

/// Name of one assumption (solver.md 2.2). `id` is the package's, but for kGroup (the group's id)
/// and kExclusion (the code).
enum class TagKind : std::uint8_t {
  kReluctance,  ///< no reluctant rank of the package
  kFreshness,   ///< cap on the package's staleness
  kTarget,      ///< target of an upgrade, at its best rank
  kKeptPin,     ///< existing pin that is kept
  kPin,         ///< earlier pin of the layered order
  kProbe,       ///< the question itself: this package better than its rank
  kGroup,       ///< root or constraint line (explaining instance only)
  kExclusion    ///< all ranks shut out for one reason (explaining instance only)
};
struct Tag {
  TagKind kind = TagKind::kProbe;
  std::uint32_t id = 0;
  friend constexpr auto operator<=>(const Tag&, const Tag&) = default;
};

enum class Stage : std::uint8_t { kFeasible, kFreshness, kTargets, kLeastChange, kLayered };

/// One selected package or extra.
struct PinnedRank {
  PackageId package = {};
  Rank rank = kNoRank;
  bool proven = false;
  bool direct = false;
  Stage stage = Stage::kLayered;  ///< the stage that fixed it
  std::uint32_t bucket = 0;       ///< staleness by solver.md 7.2 (fresh only)
  std::uint32_t core_begin = 0;   ///< Solution::tags: why no better rank, given the earlier pins;
  std::uint32_t core_end = 0;     ///< empty: at its best, or the inputs alone forbid better ones
  std::uint32_t proof_step = 0;   ///< step of the proof log that shows it; 0 = none needed
};

/// A remark for the user.
struct Note {
  enum class Kind : std::uint8_t {
    kReleasedReluctance,  ///< reluctant ranks of the package were let in: no solution without them
    kFarBehind  ///< a direct package that no solution has within bucket 3 of its youngest;
                ///< `rank` = the youngest possible, tags = who shuts the younger ones out
  };
  Kind kind = Kind::kFarBehind;
  PackageId package = {};
  Rank rank = kNoRank;
  std::vector<Tag> tags = {};
};

struct Counters {
  std::uint64_t conflicts = 0;
  std::uint64_t decisions = 0;
  std::uint64_t propagations = 0;  ///< narrowings
  std::uint64_t visits = 0;        ///< watch nodes
  std::uint64_t ticks = 0;
  std::uint64_t queries = 0;
  std::uint64_t restarts = 0;
  std::uint64_t rounds = 0;  ///< demands of metadata; pages that the answers mention are part of it
  std::uint64_t demands = 0;  ///< all demands
  std::uint64_t pages = 0;    ///< demanded pages
  std::uint64_t fetches = 0;  ///< demanded metadata facts
  friend bool operator==(const Counters&, const Counters&) = default;
};

/// kFinished. `pins` in layered order: direct packages in input order, then layer by layer.
struct Solution {
  std::vector<PinnedRank> pins = {};
  std::vector<Tag> tags = {};
  std::vector<Note> notes = {};
  bool proven = false;                      ///< every pin is
  std::uint32_t worst_bucket = 0;           ///< of the pins (solver.md 7.2), at least the floor
  std::uint32_t worst_bucket_bound = 0;     ///< no solution has less
  std::vector<Tag> worst_bucket_core = {};  ///< who forces it
  std::vector<Choice> caps = {};  ///< S1, second pass: final cap (bucket) per package in ORDER
  std::vector<Choice> direct_caps = {};    ///< S1, first pass
  std::vector<PackageId> moved_pins = {};  ///< S3: existing pins that had to move
  bool least_change_proven = true;
  std::uint64_t least_change_weight = 0;  ///< of moved_pins
  std::uint64_t least_change_bound = 0;   ///< no solution moves less
  Counters counters = {};

  std::span<const Tag> core_of(const PinnedRank& pin) const {
    return std::span(tags).subspan(pin.core_begin, pin.core_end - pin.core_begin);
  }
};

/// kUnsatisfiable: a set of groups and exclusions that cannot hold together. From Solver it is
/// every line (not minimal); from Explainer it is minimal unless `minimal` is false.
struct Core {
  std::vector<Tag> tags = {};
  bool minimal = false;
  std::uint32_t proof_step = 0;
};

/// kOutOfBudget: who consumed the budget, busiest first.
struct Busy {
  PackageId package = {};
  std::uint64_t conflicts = 0;  ///< conflicts that the package took part in
  std::uint32_t tried = 0;      ///< ranks whose metadata was looked at
};

}  // namespace pincompile::solver
