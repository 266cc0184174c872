// Clauses: headers, literals and watches. A clause is a list of literals (package, set), of which
// the first two are watched. A watch hangs on one value that supports its literal: removing any
// other value of the package costs nothing (solver.md 5.1; watched literals as in Chaff, one list
// per value).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "solver/domain.h"
#include "solver/set_pool.h"

namespace pincompile::solver {

using ClauseId = std::uint32_t;
inline constexpr ClauseId kNoClause = 0xFFFFFFFF;
inline constexpr std::uint32_t kNoNode = 0xFFFFFFFF;

struct Literal {
  PackageId package;
  SetOffset set = 0;
};

/// One of the two watches of a clause, in the list of its witness. Its literal is repeated here,
/// and the other watch lies beside it: most visits find that one true, or another witness of this
/// one, and so never touch the clause.
struct WatchNode {
  std::uint32_t next = kNoNode;
  std::uint32_t witness = 0;
  Literal literal = {};
};

struct Clause {
  std::uint32_t literals_begin = 0;
  std::uint32_t size = 0;
  std::uint32_t proof_step = 0;
  std::uint32_t lbd = 0;
  std::uint32_t search_at = 2;  ///< where the last new watch was found: those before it were false
  bool learned = false;
  bool deleted = false;
  bool used = false;  ///< took part in a conflict since the last reduction
};

class ClauseStore {
 public:
  explicit ClauseStore(std::uint64_t hash_seed) : sets_(hash_seed) {}

  SetPool& sets() { return sets_; }
  const Word* set(const Literal& literal) const { return sets_.at(literal.set); }
  Clause& at(ClauseId id) { return clauses_[id]; }
  const Clause& at(ClauseId id) const { return clauses_[id]; }
  std::size_t size() const { return clauses_.size(); }
  std::span<Literal> literals(ClauseId id) {
    return std::span(literals_).subspan(clauses_[id].literals_begin, clauses_[id].size);
  }
  std::span<const Literal> literals(ClauseId id) const {
    return std::span(literals_).subspan(clauses_[id].literals_begin, clauses_[id].size);
  }
  const Literal* first_literal(ClauseId id) const {
    return literals_.data() + clauses_[id].literals_begin;
  }

  Literal* first_literal(const Clause& clause) { return literals_.data() + clause.literals_begin; }

  ClauseId add(std::span<const Literal> literals, bool learned);

  /// Room for the watch lists of a package; once per package.
  void add_package(PackageId package, std::uint32_t count);
  void watch(ClauseId clause, std::uint32_t slot, PackageId package, std::uint32_t value) {
    watch_node(2 * clause + slot, package, value);
  }
  void watch_node(std::uint32_t node, PackageId package, std::uint32_t value) {
    std::uint32_t& head = *list(package, value);
    nodes_[node].next = head;
    nodes_[node].witness = value;
    head = node;
    put(watched(package), value);
  }
  /// Instead of watch() for a clause that is true for good: it is in no list, so nobody visits it.
  void rest(ClauseId clause, std::uint32_t slot, std::uint32_t value) {
    nodes_[2 * clause + slot].witness = value;
  }
  /// Takes both nodes of the clause out of their lists, if they are there.
  void unwatch(ClauseId clause);

  std::uint32_t* list(PackageId package, std::uint32_t value) {
    return &heads_[list_begin_[package.value()] + value];
  }
  std::uint32_t* next(std::uint32_t node) { return &nodes_[node].next; }
  std::uint32_t witness(std::uint32_t node) const { return nodes_[node].witness; }
  const Literal& literal(std::uint32_t node) const { return nodes_[node].literal; }
  const Literal& other(std::uint32_t node) const { return nodes_[node ^ 1].literal; }
  /// The literal of this node's slot is another one now.
  void set_literal(std::uint32_t node, const Literal& literal) { nodes_[node].literal = literal; }
  /// Bit set of values with a list that may not be empty.
  Word* watched(PackageId package) { return watched_.data() + watched_begin_[package.value()]; }

  std::size_t learned_count() const { return learned_count_; }
  /// Removes the learned clauses marked `deleted`; their ids and sets are used again.
  void purge(const Domains& domains);

 private:
  void unlink(std::uint32_t node, PackageId package);

  SetPool sets_;
  std::vector<Clause> clauses_;
  std::vector<Literal> literals_;
  std::vector<WatchNode> nodes_;
  std::vector<std::uint32_t> heads_, list_begin_, watched_begin_;
  std::vector<Word> watched_;
  // Free places are lists through the places themselves, so that reductions allocate nothing.
  ClauseId free_id_ = kNoClause;              // next in Clause::lbd
  std::vector<std::uint32_t> free_literals_;  // by size: first of the list; next in Literal::set
  std::size_t learned_count_ = 0;
};

}  // namespace pincompile::solver
