// What the solver is told: pages, requirements, unavailable versions; and how it asks for a
// specifier's set of ranks. A dependency provider as in PubGrub and resolvo, turned inside out
// (solver.md 2.1, 11).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <variant>

#include "solver/ids.h"
#include "support/words.h"

namespace pincompile::solver {

/// `package` within `specifier`. A requirement on an extra always comes together with one on its
/// package (same list or same root line), so that the pages of both are demanded in one round.
struct Requirement {
  PackageId package;
  SpecifierId specifier;
  TextId text;
};

/// Answer of Lowering.
struct Lowered {
  Bits set = {};  ///< at least words_for(count) words; bits from count on are ignored
  bool permits_reluctant =
      false;  ///< the text itself asks for reluctant ranks (solver.md 7.3); that a
              ///< set holds no other admissible rank is seen by the solver
};

/// Pure: the same question has the same answer for the whole life of the solver. Asked only once
/// the page of the package is known; for an extra it is asked with the package that it belongs to.
/// The set needs to live until the next call only.
class Lowering {
 public:
  virtual ~Lowering() = default;
  virtual Lowered set_of(PackageId package, SpecifierId specifier) const = 0;
};

/// The versions of a package, known for the whole solve.
///
/// shape  `exclusion`, `age`, `stamp` hold one element per rank; an empty span stands for all zero
///        (`age` empty: the rank itself). Exclusion code 0 = admissible. `age` = position in
///        newest-first version order; `stamp` = half-months, 0 = unknown. `reluctant` empty = none,
///        and never the pin.
///        An extra has its package's count; only package, extra_of, name_key and count are read,
///        and its package's page comes in the same ingest or an earlier one. A name without page is
///        a PageFact with count 0.
struct PageFact {
  PackageId package = {};
  PackageId extra_of = {};
  std::uint64_t name_key = 0;  ///< Id64 of the name: the only order between names (solver.md 9)
  std::uint16_t count = 0;     ///< at most 65534
  Rank pin = kNoRank;          ///< 0 if the existing pin is admissible and kept, else kNoRank
  std::span<const std::uint8_t> exclusion = {};
  std::span<const std::uint16_t> age = {};
  std::span<const std::uint16_t> stamp = {};
  Bits reluctant = {};
};

/// Everything that `rank` of `package` requires, in the order of delivery: sorted by name, then
/// text.
struct DependencyFact {
  PackageId package = {};
  Rank rank = kNoRank;
  std::span<const Requirement> requirements = {};
};

/// A version that turns out not to be usable once its metadata is looked at. `code` is the
/// caller's.
struct UnavailableFact {
  PackageId package = {};
  Rank rank = kNoRank;
  std::uint8_t code = 0;
};

using Fact = std::variant<PageFact, DependencyFact, UnavailableFact>;

}  // namespace pincompile::solver
