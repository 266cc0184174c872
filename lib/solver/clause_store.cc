// ClauseStore: adding, detaching and removing clauses.
// SPDX-License-Identifier: MIT
#include "solver/clause_store.h"

#include <algorithm>
#include <utility>

namespace pincompile::solver {

ClauseId ClauseStore::add(std::span<const Literal> literals, bool learned) {
  ClauseId id = static_cast<ClauseId>(clauses_.size());
  if (free_id_ == kNoClause) {
    clauses_.push_back({});
    nodes_.resize(2 * clauses_.size());
  } else {
    id = free_id_;
    free_id_ = clauses_[id].lbd;
  }
  const auto size = static_cast<std::uint32_t>(literals.size());
  std::uint32_t begin = static_cast<std::uint32_t>(literals_.size());
  if (size < free_literals_.size() && free_literals_[size] != kNoNode) {
    begin = free_literals_[size];
    free_literals_[size] = literals_[begin].set;
  } else {
    literals_.resize(literals_.size() + size);
  }
  std::copy(literals.begin(), literals.end(), literals_.begin() + begin);
  clauses_[id] = Clause{begin, size, 0, 0, 2, learned, false, true};
  for (std::uint32_t slot = 0; slot < 2; ++slot) set_literal(2 * id + slot, literals[slot]);
  if (learned) ++learned_count_;
  return id;
}

void ClauseStore::add_package(PackageId package, std::uint32_t count) {
  const std::size_t p = package.value();
  if (list_begin_.size() <= p) {
    list_begin_.resize(p + 1);
    watched_begin_.resize(p + 1);
  }
  free_literals_.resize(std::max(free_literals_.size(), list_begin_.size() + 1), kNoNode);
  list_begin_[p] = static_cast<std::uint32_t>(heads_.size());
  heads_.resize(heads_.size() + count + 1, kNoNode);
  watched_begin_[p] = static_cast<std::uint32_t>(watched_.size());
  watched_.resize(watched_.size() + count / 64 + 1);
}

void ClauseStore::unlink(std::uint32_t node, PackageId package) {
  std::uint32_t* link = list(package, nodes_[node].witness);
  while (*link != node) {
    if (*link == kNoNode) return;
    link = &nodes_[*link].next;
  }
  *link = nodes_[node].next;
}

void ClauseStore::unwatch(ClauseId clause) {
  const std::span<const Literal> watched = std::as_const(*this).literals(clause);
  unlink(2 * clause, watched[0].package);
  unlink(2 * clause + 1, watched[1].package);
}

void ClauseStore::purge(const Domains& domains) {
  for (std::uint32_t& head : heads_) {
    for (std::uint32_t* link = &head; *link != kNoNode;) {
      if (clauses_[*link / 2].deleted) {
        *link = nodes_[*link].next;
      } else {
        link = &nodes_[*link].next;
      }
    }
  }
  for (ClauseId id = 0; id < clauses_.size(); ++id) {
    Clause& clause = clauses_[id];
    if (!clause.deleted || clause.size == 0) continue;
    for (const Literal& literal : literals(id)) {
      sets_.release(literal.set, domains.width(literal.package));
    }
    if (free_literals_.size() <= clause.size) free_literals_.resize(clause.size + 1, kNoNode);
    literals_[clause.literals_begin].set = free_literals_[clause.size];
    free_literals_[clause.size] = clause.literals_begin;
    clause.size = 0;  // stays deleted until it is used again
    clause.lbd = free_id_;
    free_id_ = id;
    --learned_count_;
  }
}

}  // namespace pincompile::solver
