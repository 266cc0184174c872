// Guard: a family of assumption literals, one per package, which enter their frame only when a
// model breaks them. A model that keeps those in the frame and breaks none keeps all; a failed
// query fails with more literals as well. So guards cost nothing where nobody would break them.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <vector>

#include "solver/ids.h"
#include "solver/solution.h"
#include "solver/word_sets.h"

namespace pincompile::solver {

class Guard {
 public:
  Guard(TagKind kind, std::uint32_t frame) : kind_(kind), frame_(frame) {}
  virtual ~Guard() = default;
  virtual bool allows(PackageId package, Rank rank) = 0;
  /// Takes the ranks that it does not allow out of `ranks`, a set of the package.
  virtual void keep_allowed(PackageId package, Word* ranks, std::uint32_t width) {
    for_each_value(ranks, width, [&](std::uint32_t value) {
      if (!allows(package, static_cast<Rank>(value))) drop(ranks, value);
    });
  }
  /// What it refuses has to be looked at more closely before anybody may rely on it.
  virtual bool is_provisional() const { return false; }

  TagKind kind() const { return kind_; }
  std::uint32_t frame() const { return frame_; }
  void set_frame(std::uint32_t frame) { frame_ = frame; }
  bool is_active() const { return active_; }
  void set_active(bool active) { active_ = active; }
  bool is_guarded(PackageId p) const { return p.value() < guarded_.size() && guarded_[p.value()]; }
  void set_guarded(PackageId p) {
    if (guarded_.size() <= p.value()) guarded_.resize(p.value() + 1);
    guarded_[p.value()] = true;
  }
  void forget() { guarded_.clear(); }

 private:
  TagKind kind_;
  std::uint32_t frame_;
  bool active_ = false;
  std::vector<bool> guarded_;
};

}  // namespace pincompile::solver
