// Search: conflict-driven search for one model under assumption frames (solver.md 5). One .cc file
// per technique: propagate, analyze, decide, restart, reduce, assumptions; search.cc is the loop.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "solver/assumptions.h"
#include "solver/clause_store.h"
#include "solver/domain.h"
#include "solver/options.h"
#include "solver/proof_writer.h"

namespace pincompile::solver {

enum class Verdict : std::uint8_t {
  kSat,       ///< every required package has one value
  kUnsat,     ///< core(): tags of the assumptions it needs; empty: no solution at all
  kBudget,    ///< more conflicts than the query may have
  kLacking,   ///< the model lacks facts, which the rounds will ask for (any_model)
  kSuspended  ///< out of ticks: call run() again
};

/// What one query may do.
struct SearchLimits {
  std::uint64_t conflicts = ~std::uint64_t{0};
  std::uint64_t static_conflicts = 64;  ///< then decisions follow activity
  PackageId first = {};                 ///< decided before all others
  /// Which one does not matter, and its facts may wait for those of other such queries.
  bool any_model = false;
  bool propagate_only = false;  ///< kSat as soon as all frames stand
};

class Search {
 public:
  explicit Search(const Options& options);

  // ---- the problem, level 0 only (facts come in rounds)
  void add_package(PackageId package, std::uint32_t count, const Word* initial);
  /// `extra` follows `base`: same ranks (EQ).
  void tie_extra(PackageId extra, PackageId base);
  void add_unit(PackageId package, const Word* set, std::uint32_t proof_step);
  /// A clause of two literals whose first set is private and may shrink (grow_dependency).
  ClauseId add_binary(Literal growable, Literal other, std::uint32_t proof_step);
  /// Takes `rank` out of the growable literal (solver.md 4.4).
  void grow_dependency(ClauseId clause, std::uint32_t rank, std::uint32_t proof_step);

  // ---- queries
  /// Frames from `size` on are given up; the trail below stays.
  void truncate_frames(std::uint32_t size);
  void push_frame() {
    undo_to(frames_.size());
    frames_.push();
  }
  /// Adds a literal to a frame; the trail from that frame on is undone.
  void assume(std::uint32_t frame, PackageId package, const Word* set, Tag tag) {
    undo_to(frame);
    frames_.add(frame, package, set, domains_.width(package), tag);
  }
  const Frames& frames() const { return frames_; }
  void start(const SearchLimits& limits);
  /// Goes on with the query that was started; after kSat only once something was added.
  Verdict run(std::uint64_t tick_deadline);
  std::span<const Tag> core() const { return core_; }
  std::uint32_t core_proof() const { return core_proof_; }
  /// Why dom(p) avoids `set`, with all frames standing: core() and core_proof().
  void explain_domain(PackageId package, const Word* set, Tag tag);
  bool has_failed() const { return failed_; }
  std::uint32_t failure_proof() const { return failure_proof_; }
  void undo_to(std::uint32_t level);

  const Domains& domains() const { return domains_; }
  Domains& domains() { return domains_; }
  ClauseStore& clauses() { return clauses_; }
  ProofWriter& proof() { return proof_; }
  Counters& counters() { return counters_; }
  const Counters& counters() const { return counters_; }
  std::uint64_t query_conflicts() const { return query_conflicts_; }
  std::uint64_t conflicts_of(PackageId p) const { return conflicts_of_[p.value()]; }
  /// Values that decisions on activity prefer: rank per package, kNoRank = none.
  void set_preferred(const std::vector<Rank>* ranks) { preferred_ = ranks; }
  const SearchLimits& limits() const { return limits_; }
  /// As long as the queries are such that any model will do, decisions on the package try these
  /// values before others.
  void try_first(PackageId package, std::vector<Word> values) {
    tried_first_.push_back({package, std::move(values)});
  }
  bool has_tried_first(PackageId package) const {
    return std::ranges::find(tried_first_, package, &TriedFirst::package) != tried_first_.end();
  }

 private:
  /// A falsified constraint: a clause, or EQ of a required extra, or nothing.
  struct Falsified {
    enum class Kind : std::uint8_t { kNone, kClause, kExtra } kind = Kind::kNone;
    std::uint32_t value = 0;
    explicit operator bool() const { return kind != Kind::kNone; }
  };

  // propagate.cc
  Falsified propagate();
  Falsified propagate_extras(PackageId package);
  Falsified visit_list(PackageId package, std::uint32_t value);
  bool find_new_watch(std::uint32_t node, std::uint32_t* link);
  void narrow(PackageId p, const Word* set, Reason why);
  void derive_unit(PackageId p, Reason why);
  void attach(ClauseId clause);
  std::uint32_t same_rank_axiom(PackageId extra, const Word* ranks);

  // analyze.cc
  void begin_analysis();
  void follow(ProofAntecedent antecedent);
  void add_term(PackageId p, const Word* negated);
  void weaken_term(PackageId p, const Word* set, std::uint32_t position);
  void add_terms_of(const Falsified& falsified);
  void resolve(PackageId p);
  void remove_term(PackageId p);
  bool reduce_to_unique_point();
  void minimise();
  bool is_implied(const TrailEntry& entry, PackageId p);
  void close_level_zero();
  bool learn(const Falsified& falsified);
  void attach_learned(std::uint32_t lbd);
  void bump(PackageId p);
  void decay();
  std::uint32_t levels_in_terms();
  void fail(const Falsified& falsified);

  // assumptions.cc
  bool open_frame();
  void start_from(PackageId p, const Word* set);
  void final_core();
  void finish_core();

  // decide.cc
  PackageId pick();
  PackageId most_active();
  std::uint32_t value_for(PackageId p) const;
  bool decide();

  // restart.cc, reduce.cc
  void restart_if_due();
  void reduce_if_due();

  // search.cc
  Verdict fail_query();
  Verdict fail_frames(const Falsified& falsified);
  void check_invariants();

  Domains domains_;
  ClauseStore clauses_;
  ProofWriter proof_;
  Frames frames_;
  Counters counters_;
  std::uint32_t head_ = 0;  // next trail entry to propagate
  bool failed_ = false;
  std::uint32_t failure_proof_ = 0;

  std::vector<PackageId> base_of_;                 // of extras
  std::vector<std::vector<PackageId>> extras_of_;  // by base
  std::vector<Word> scratch_;
  Falsified pending_;  // found while facts were added

  // the nogood under analysis
  std::vector<std::uint32_t> term_begin_;
  std::vector<Word> term_words_;
  std::vector<std::uint32_t> satisfied_;  // per package: trail position of its term
  std::vector<bool> in_nogood_;
  std::vector<PackageId> terms_, removed_;
  std::vector<PackageId> level_zero_;  // packages whose terms hold at level 0 (proofs)
  std::vector<bool> in_level_zero_;
  std::uint32_t at_level_ = 0;  // terms satisfied on the current level
  std::vector<ProofAntecedent> chain_;
  std::vector<Literal> learned_;
  std::vector<std::uint32_t> level_stamp_;
  std::uint32_t stamp_ = 0;
  std::vector<Word> rest_;

  std::vector<Tag> core_;
  std::vector<AssumedLiteral> core_literals_;
  std::uint32_t core_proof_ = 0;

  // heuristics
  std::vector<std::uint64_t> activity_, conflicts_of_, bumped_at_;
  static constexpr std::uint64_t kNeverBumped = ~std::uint64_t{0};
  std::vector<PackageId> active_;  // ever bumped, in that order
  std::uint64_t increment_ = 1 << 10;
  const std::vector<Rank>* preferred_ = nullptr;
  struct TriedFirst {
    PackageId package;
    std::vector<Word> values;
  };
  std::vector<TriedFirst> tried_first_;
  SearchLimits limits_;
  bool focused_ = false, hot_ = false;
  std::uint64_t query_conflicts_ = 0, since_restart_ = 0;
  std::uint32_t restarts_of_query_ = 0;
  std::vector<std::uint32_t> unique_points_, unique_points_query_;
  std::uint32_t query_ = 0;
  std::uint64_t next_reduction_ = 500, reductions_ = 0;
  std::vector<bool> is_reason_;
  std::vector<ClauseId> weak_;
  std::uint64_t checks_ = 0;
};

}  // namespace pincompile::solver
