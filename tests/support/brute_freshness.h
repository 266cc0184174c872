// The reference for freshness: ideal walk, bases, lags, buckets and caps, from their definitions.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "brute_force.h"

namespace pincompile::oracle {

struct Walk {
  std::vector<std::uint32_t> order = {};               // ORDER: packages only, every one of them
  std::vector<RankSet> possible = {};                  // W
  std::vector<std::optional<std::size_t>> base = {};   // youngest of W
  std::vector<std::optional<std::size_t>> start = {};  // direct packages
};

class Freshness {
 public:
  /// `models` keep the reluctance frame; `ordinary[p]` is O(p).
  Freshness(const Universe& universe, const std::vector<RankSet>& ordinary,
            const std::vector<Model>& models);

  const Walk& walk() const { return walk_; }
  /// bit_width of the lag of 7.2.
  std::uint32_t bucket(std::uint32_t package, int rank) const;
  /// bit_width of the stricter lag of direct packages.
  std::uint32_t direct_bucket(std::uint32_t package, int rank) const;

  /// Both passes; leaves in `models` those under the final caps.
  void cap(std::vector<Model>& models, std::uint32_t floor, std::vector<std::uint32_t>& direct_caps,
           std::vector<std::uint32_t>& caps) const;

 private:
  struct Span;
  void find_starts(const std::vector<Model>& models);
  void follow();
  Span newer(std::uint32_t package, std::optional<std::size_t> base, int rank) const;

  const Universe& universe_;
  const std::vector<RankSet>& ordinary_;
  Walk walk_;
};

}  // namespace pincompile::oracle
