// QueryStage: one part of the objective as a small machine that asks one query after the other, and
// Context, what all stages share (solver.md 7.1, 11).
// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <vector>

#include "solver/guards.h"
#include "solver/problem.h"
#include "solver/rounds.h"
#include "solver/search.h"

namespace pincompile::solver {

/// Frames that every stage finds below its own.
inline constexpr std::uint32_t kReluctanceFrame = 0;
inline constexpr std::uint32_t kDirectCapsFrame = 1;
inline constexpr std::uint32_t kCapsFrame = 2;
inline constexpr std::uint32_t kFixedFrames = 3;

enum class Ask : std::uint8_t {
  kQuery,  ///< run the search with the limits given
  kFacts,  ///< fetch what was put into Context::rounds, then ask again
  kDone,
  kUnsatisfiable,  ///< no solution at all
  kNoSolution      ///< budget spent before any solution
};

/// Why a target has no better rank: its pin in S4 is proven by what S2 found.
struct Certificate {
  PackageId package;
  std::vector<Tag> core;
  std::uint32_t proof_step = 0;
  bool proven = false;
};

struct Context {
  const Options& options;
  Search& search;
  Problem& problem;
  Rounds& rounds;
  Solution& solution;
  std::vector<Guard*> guards = {};      ///< asked after each model
  std::vector<Rank> incumbent = {};     ///< per package; kNoRank = absent
  std::vector<bool> released = {};      ///< reluctant ranks let in by S0
  bool needs_bases = false;             ///< provisional bases do not do (staleness.h)
  std::vector<PackageId> targets = {};  ///< of set_targets
  std::vector<Certificate> certificates = {};
  bool open = false;  ///< a stage ran out of budget: nothing later is proven

  Rank rank_of(PackageId p) const {
    return p.value() < incumbent.size() ? incumbent[p.value()] : kNoRank;
  }
  bool is_released(PackageId p) const { return p.value() < released.size() && released[p.value()]; }
  /// Admissible, inside every line, not reluctant unless permitted or released: O(p) of
  /// solver.md 2.2.
  bool is_ordinary(PackageId p, Rank rank) const;
  /// All ordinary ranks of a package, into `out`.
  void ordinary(PackageId p, std::vector<Word>& out) const;
  void save_model(std::span<const Choice> selection);
  /// Makes an earlier model the incumbent again.
  void restore(const std::vector<Rank>& model);
  /// Empties the guard's frame; frames above it are given up, but for the fixed ones.
  void reset_frame(Guard& guard);
  /// The values that the guard allows become an assumption of its frame.
  void add_guard(Guard& guard, PackageId p);
  std::uint32_t frame_count() const { return search.frames().size(); }
  /// A new topmost frame with one literal: the values `low` to `high`, both included.
  void push_range(PackageId p, std::uint32_t low, std::uint32_t high, Tag tag,
                  bool or_absent = false);
  void push_rank(PackageId p, Rank rank, TagKind kind) {
    push_range(p, rank, rank, {kind, p.value()});
  }
  void keep_certificate(PackageId p, std::span<const Tag> core, std::uint32_t step, bool proven) {
    certificates.push_back({p, {core.begin(), core.end()}, step, proven});
  }
  SearchLimits query_limits() const;
  SearchLimits settle_limits() const;
};

class QueryStage {
 public:
  virtual ~QueryStage() = default;
  virtual Ask next_query(SearchLimits& limits) = 0;
  virtual void on_answer(Verdict verdict) = 0;
};

}  // namespace pincompile::solver
