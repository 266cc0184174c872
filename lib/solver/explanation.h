// Explanation: one question to the explaining instance as a machine of queries (solver.md 10.1).
// Case is that instance with its groups: input lines and exclusion codes as assumptions.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/explain.h"
#include "solver/problem.h"
#include "solver/rounds.h"
#include "solver/search.h"

namespace pincompile::solver {

/// One query: the groups that hold, and literals on top.
struct Question {
  std::vector<bool> holds;    ///< per group
  std::vector<bool> relaxed;  ///< per group: its packages stay required, with any rank
  struct Wish {
    PackageId package;
    std::vector<Word> set;
  };
  std::vector<Wish> wishes;
  bool later_groups = true;  ///< groups that new facts bring hold as well
  bool reluctance = false;   ///< reluctant ranks only where they are permitted
};

class Case {
 public:
  Case(const Options& options, const Lowering& lowering, const FactLog& facts);

  /// Root lines, constraint lines, exclusion codes: in this order, lines as given, codes ascending.
  struct Group {
    Tag tag;
    bool constraint = false;
  };
  const std::vector<Group>& groups() const { return groups_; }
  std::uint32_t number_of(const Tag& tag) const;
  bool is_line(std::uint32_t group) const { return groups_[group].tag.kind == TagKind::kGroup; }
  /// Lists codes that came with new facts.
  void refresh_groups();
  void assert_frames(const Question& question);
  /// Packages that the lines of a group name, extras left out.
  std::vector<PackageId> packages_of(std::uint32_t group) const;
  std::vector<Choice> model() const;

  Options options;
  Search search;
  Problem problem;
  Budget fetches;  // of the rounds
  Rounds rounds;

 private:
  void assert_lines(const Question& question, std::uint32_t group);
  void assert_code(std::uint32_t group);
  void assume(PackageId p, std::vector<Word> set, const Tag& tag);
  void assert_reluctance();
  void add_group(const Group& group);
  std::vector<Group> groups_;
};

/// A machine of queries, as QueryStage.
class Explanation {
 public:
  virtual ~Explanation() = default;
  /// False: the answer is there.
  virtual bool next_query(Question& question) = 0;
  virtual void on_answer(Verdict verdict) = 0;
  virtual Step result() const = 0;
};

/// Reads the derivation that ends in a step of the log.
Derivation derivation_of(const ProofLog& log, std::uint32_t step, const Case& instance);

}  // namespace pincompile::solver
