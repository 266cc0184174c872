// Staleness: how far in the past a rank is, counted from the base of its package (solver.md 7.2).
//
// Real bases cost queries and facts, so a solve starts with provisional ones, the youngest ordinary
// rank. Under these nothing looks fresher than it is; the first rank that is not fresh under them
// calls for the real ones.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "solver/stage.h"

namespace pincompile::solver {

class Staleness {
 public:
  explicit Staleness(Context& context) : context_(context) {}

  /// Provisional bases again: ordinary ranks may have changed.
  void reset();
  bool is_provisional() const { return provisional_; }

  /// Real bases, set by the walk: possible = W(p), empty set = no base; start = start(d) or
  /// kNoRank.
  void set_real() { provisional_ = false; }
  void set_start(PackageId p, Rank start);
  /// As set; nullopt: it was not.
  std::optional<Rank> start(PackageId p) const {
    if (p.value() >= packages_.size() || !packages_[p.value()].has_start) return std::nullopt;
    return packages_[p.value()].start;
  }
  void set_base(PackageId p, Rank base);
  /// Next package of ORDER.
  void add_to_order(PackageId p);

  /// bit_width of lag(p, v).
  std::uint32_t bucket(PackageId p, Rank rank);
  /// The same by rank, of all; valid until the next call.
  std::span<const std::uint8_t> buckets(PackageId p);
  /// Whether the bucket is at most `most`. No lag is greater than the number of younger ranks,
  /// which mostly settles it without a look at every rank.
  bool within(PackageId p, Rank rank, std::uint32_t most);
  /// bit_width of the stricter lag of direct packages, counted from start(d).
  std::uint32_t direct_bucket(PackageId p, Rank rank) { return direct_buckets(p)[rank]; }
  /// The same by rank, of all; valid until the next call.
  std::span<const std::uint8_t> direct_buckets(PackageId p);
  /// Bucket of a rank seen from the youngest ordinary one.
  std::uint32_t bucket_from_youngest(PackageId p, Rank rank);

  const std::vector<PackageId>& order() const { return order_; }
  /// ORDER: packages met by the walk, then the others by name key.
  bool precedes(PackageId a, PackageId b) const;
  Rank youngest(PackageId p);

 private:
  struct Buckets {
    std::vector<std::uint8_t> all = {}, direct = {};  // per rank; empty = not computed
    Rank base = kNoRank, start = kNoRank;
    bool asked = false;  // for one rank so far: `all` is computed from the second one on
    Rank counted = kNoRank;     // the last rank whose younger ones were counted for within()
    std::uint32_t younger = 0;  // their number
    bool has_base = false, has_start = false;  // set by the walk
    std::uint32_t position = kNoEntry;         // in ORDER
  };
  Buckets& at(PackageId p);
  Rank base(PackageId p);
  void sort_by_age(PackageId p);
  std::uint32_t lag(PackageId p, Rank rank, Rank base);
  void fill(PackageId p, Rank base, std::vector<std::uint8_t>& buckets);
  void fill_direct(PackageId p, std::vector<std::uint8_t>& buckets);

  Context& context_;
  bool provisional_ = true;
  std::vector<Buckets> packages_;
  std::vector<PackageId> order_;
  std::vector<Rank> by_age_;    // scratch: ranks, youngest first
  std::vector<Word> ordinary_;  // scratch
};

/// The caps of one pass of S1: per package the greatest bucket allowed.
class CapGuard : public Guard {
 public:
  CapGuard(Context& context, Staleness& staleness, bool direct_only)
      : Guard(TagKind::kFreshness, direct_only ? kDirectCapsFrame : kCapsFrame),
        context_(context),
        staleness_(staleness),
        direct_only_(direct_only) {}

  bool allows(PackageId p, Rank rank) override;
  void keep_allowed(PackageId p, Word* ranks, std::uint32_t width) override;
  bool is_provisional() const override { return staleness_.is_provisional(); }
  bool binds(PackageId p) const { return !direct_only_ || context_.problem.is_direct(p); }
  std::uint32_t bucket(PackageId p, Rank rank) {
    return direct_only_ ? staleness_.direct_bucket(p, rank) : staleness_.bucket(p, rank);
  }
  bool within(PackageId p, Rank rank, std::uint32_t most) {
    if (rank == context_.problem.page(p).pin) return true;  // a pin is fresh
    return direct_only_ ? bucket(p, rank) <= most : staleness_.within(p, rank, most);
  }
  std::uint32_t cap(PackageId p) const;

  void set_level(std::uint32_t level) { level_ = level; }
  std::uint32_t level() const { return level_; }
  /// Packages up to this one in ORDER have cap level - 1 already; none: no package has.
  void set_lowered(PackageId up_to) { lowered_ = up_to; }
  void freeze(PackageId p, std::uint32_t cap) {
    if (frozen_.size() <= p.value()) frozen_.resize(p.value() + 1, kNotFrozen);
    frozen_[p.value()] = static_cast<std::uint8_t>(cap);
  }
  bool is_frozen(PackageId p) const {
    return p.value() < frozen_.size() && frozen_[p.value()] != kNotFrozen;
  }
  void reset(std::uint32_t level) {
    level_ = level;
    lowered_ = {};
    frozen_.clear();
  }

 private:
  Context& context_;
  Staleness& staleness_;
  bool direct_only_;
  std::uint32_t level_ = 0;
  PackageId lowered_;
  static constexpr std::uint8_t kNotFrozen = 0xFF;  // no bucket is that great
  std::vector<std::uint8_t> frozen_;                // by package: its cap
};

}  // namespace pincompile::solver
