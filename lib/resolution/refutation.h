// Refutation: a proof that lines contradict each other which rests on as few links between projects
// as possible (solver.md 10.1): short proofs make short stories.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <memory>
#include <span>
#include <vector>

#include "resolution/session.h"

namespace pincompile {

/// Requirements of a package (a project, or one of its extras) on a project, those of all versions
/// together.
struct Link {
  PackageId from;
  ProjectId to;
  friend bool operator==(const Link&, const Link&) = default;
};

class Refutation {
 public:
  /// `failed` holds the proof that exactly these lines have no solution. No fact is asked for: what
  /// the failed solve did not look at counts as unlimited.
  ///
  /// cost  at most one small solve per link of the proof, 60 in all.
  Refutation(Session& failed, std::vector<std::uint32_t> lines);

  const solver::ProofLog& proof() const {
    return best_ ? best_->proof() : failed_.solver().proof();
  }
  /// Axioms that the proof uses.
  const std::vector<std::uint32_t>& leaves() const { return leaves_; }
  const std::vector<Link>& links() const { return links_; }
  /// Whether no admissible version is within what a rank of `link.from` asks of `link.to`.
  bool admits_nothing(const Link& link, Rank rank) const;

 private:
  std::vector<Link> links_of(const solver::ProofLog& proof) const;
  void add_links_to_nothing(const solver::ProofLiteral& from, Bits spared,
                            std::vector<Link>& links) const;
  bool admits_nothing(const solver::Requirement& requirement) const;
  std::span<const solver::Requirement> requirements_of(PackageId package, Rank rank) const;
  void sort_by_distance(std::vector<Link>& links) const;
  void reduce();
  bool is_refuted_by(const std::vector<Link>& links);
  solver::Fact metadata(const solver::Choice& choice, const std::vector<Link>& links,
                        std::vector<std::vector<solver::Requirement>>& kept) const;

  Session& failed_;
  const std::vector<std::uint32_t> lines_;
  std::map<std::uint32_t, const solver::PageFact*> pages_;
  std::map<std::uint64_t, const solver::Fact*> metadata_;
  std::unique_ptr<solver::Solver> best_;
  std::vector<Link> links_;
  std::vector<std::uint32_t> leaves_;
};

/// Numbers of the axioms that the last refutation of a proof log rests on.
std::vector<std::uint32_t> leaves_of(const solver::ProofLog& proof);

}  // namespace pincompile
