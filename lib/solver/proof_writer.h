// ProofWriter: appends steps to a proof log; a switched-off writer does nothing and returns step 0.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/proof.h"

namespace pincompile::solver {

class ProofWriter {
 public:
  explicit ProofWriter(bool enabled) : enabled_(enabled) {
    if (enabled_) log_.steps.push_back({});
  }
  bool enabled() const { return enabled_; }
  const ProofLog& log() const { return log_; }

  /// Opens a step; literals and antecedents that follow belong to it.
  std::uint32_t begin(ProofKind kind, std::uint32_t subject = 0);
  void literal(PackageId package, const Word* set, std::uint32_t width);
  void tag(Tag tag) { log_.tags.push_back(tag); }
  void antecedents(std::span<const ProofAntecedent> chain);

  /// The latest unit clause known for a package: its domain at level 0.
  std::uint32_t unit(PackageId package) const { return units_[package.value()]; }
  void set_unit(PackageId package, std::uint32_t step);

 private:
  bool enabled_;
  ProofLog log_;
  std::vector<std::uint32_t> units_;
};

}  // namespace pincompile::solver
