// Clauses that are true on level 0 stay true: they leave the watch lists, and come back when a
// requirement grows.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "solver/search.h"

namespace pincompile::solver {
namespace {

/// Two packages of three ranks; values are bits, absent is the fourth.
class TrueClauses : public testing::Test {
 protected:
  TrueClauses() : search_(options_) {
    const Word all = 0b1111;
    search_.add_package(p_, 3, &all);
    search_.add_package(q_, 3, &all);
  }

  ClauseId clause(Word of_p, Word of_q) {
    const SetOffset growable = search_.clauses().sets().allocate(1);
    *search_.clauses().sets().at(growable) = of_p;
    return search_.add_binary({p_, growable}, {q_, search_.clauses().sets().intern(&of_q, 1)}, 0);
  }
  /// Watch visits of a query that only assumes this.
  std::uint64_t visits_of(PackageId package, Word set) {
    const std::uint64_t before = search_.counters().visits;
    search_.truncate_frames(0);
    search_.push_frame();
    search_.assume(0, package, &set, {TagKind::kProbe, package.value()});
    SearchLimits limits;
    limits.propagate_only = true;
    search_.start(limits);
    EXPECT_EQ(search_.run(~std::uint64_t{0}), Verdict::kSat);
    return search_.counters().visits - before;
  }
  Word domain(PackageId package) const { return *search_.domains().current(package); }

  Options options_;
  Search search_;
  const PackageId p_ = PackageId(0u), q_ = PackageId(1u);
};

TEST_F(TrueClauses, OneThatIsAddedTrueIsNeverVisited) {
  const Word ranks = 0b0011;
  search_.add_unit(p_, &ranks, 0);
  clause(0b1011, 0b0001);
  EXPECT_EQ(visits_of(q_, 0b0010), 0u);
}

TEST_F(TrueClauses, OneThatBecomesTrueIsVisitedOnce) {
  clause(0b1011, 0b0001);
  const Word ranks = 0b0011;
  search_.add_unit(p_, &ranks, 0);
  EXPECT_EQ(visits_of(q_, 0b0010), 1u);
  EXPECT_EQ(visits_of(q_, 0b0010), 0u);
}

TEST_F(TrueClauses, OneThatGrowsIsWatchedAgain) {
  const Word ranks = 0b0011;
  search_.add_unit(p_, &ranks, 0);
  const ClauseId grown = clause(0b1011, 0b0001);
  search_.grow_dependency(grown, 1, 0);
  EXPECT_EQ(visits_of(p_, 0b0010), 1u);
  EXPECT_EQ(domain(q_), Word{0b0001});
}

}  // namespace
}  // namespace pincompile::solver
