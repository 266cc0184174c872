// Trail: every narrowing of a domain with its reason, in order; the history of each package is a
// chain through it.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "solver/ids.h"

namespace pincompile::solver {

inline constexpr std::uint32_t kNoEntry = 0xFFFFFFFF;

/// Why a domain became smaller.
struct Reason {
  enum class Kind : std::uint8_t {
    kFact,       ///< a unit, level 0 only; value = step of the proof log
    kClause,     ///< value = clause
    kFromBase,   ///< an extra follows its package (EQ of solver.md 4.2)
    kFromExtra,  ///< a package follows its required extra; value = trail position of the extra's
                 ///< domain
    kDecision,
    kAssumed  ///< value = literal of the frames
  };
  Kind kind = Kind::kFact;
  std::uint32_t value = 0;
};

struct TrailEntry {
  PackageId package;
  Reason reason;
  std::uint32_t level;
  std::uint32_t before, after;  ///< offsets of the domains
  std::uint32_t previous;       ///< earlier entry of the same package, or kNoEntry
};

}  // namespace pincompile::solver
