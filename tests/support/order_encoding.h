// OrderEncoding: a universe as a propositional formula for CaDiCaL, the oracle beyond brute force.
// Variables say "package has a rank <= i" (Tamura and others: order encoding); membership in a set
// is a choice among its runs. Incremental: questions are assumptions, pins are added for good.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "universe.h"

namespace CaDiCaL {
class Solver;
}

namespace pincompile::oracle {

class OrderEncoding {
 public:
  /// Only packages within reach of the roots are encoded.
  explicit OrderEncoding(const Universe& universe);
  ~OrderEncoding();

  bool satisfiable();
  /// Least rank of a selected package over all models; nullopt if there is no model.
  std::optional<std::size_t> best_rank(std::uint32_t package);
  /// The layered optimum (direct packages in input order, then layer by layer), one rank or -1 per
  /// package; empty if there is no model. Pins what it finds: ask other questions before.
  std::vector<int> layered_optimum();

 private:
  using Literal = int;
  void find_reachable();
  void encode_package(std::uint32_t package);
  void encode_extra(std::uint32_t extra, std::uint32_t base);
  void clause(const std::vector<Literal>& literals);
  void member(std::vector<Literal>& literals, const Need& need);
  /// "rank <= i"; for the last rank: "selected".
  Literal at_most(std::uint32_t package, std::size_t rank) const {
    return first_[package] + static_cast<Literal>(rank);
  }
  Literal run(std::uint32_t package, std::size_t low, std::size_t high);

  const Universe& universe_;
  std::unique_ptr<CaDiCaL::Solver> sat_;
  std::vector<Literal> first_;  // 0: not reachable
  std::map<std::tuple<std::uint32_t, std::size_t, std::size_t>, Literal> runs_;
  Literal variables_ = 0;
};

}  // namespace pincompile::oracle
