// Asserting frames, and the core of a failed query: analysis down to the bottom of the trail, where
// each assumption met gives its tag (solver.md 5.3).
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "solver/search.h"

namespace pincompile::solver {

void Search::truncate_frames(std::uint32_t size) {
  if (size >= frames_.size()) return;
  undo_to(size);
  frames_.truncate(size);
}

// Opens the level of the next frame; false: one of its literals is false, core() says why.
bool Search::open_frame() {
  const std::uint32_t frame = domains_.level();
  domains_.open_level();
  for (std::uint32_t i = frames_.begin_of(frame); i < frames_.end_of(frame); ++i) {
    const AssumedLiteral literal = frames_.literal(i);
    const Word* set = frames_.set(literal);
    if (!disjoint(domains_.current(literal.package), set, domains_.width(literal.package))) {
      narrow(literal.package, set, {Reason::Kind::kAssumed, i});
      continue;
    }
    core_.assign(1, literal.tag);
    core_literals_.assign(1, literal);
    start_from(literal.package, set);
    final_core();
    undo_to(frame);
    return false;
  }
  return true;
}

// Begins an analysis with the term "the value of p lies outside `set`".
void Search::start_from(PackageId p, const Word* set) {
  begin_analysis();
  if (proof_.enabled()) chain_.push_back({proof_.unit(p), {}});
  add_term(p, set);
}

void Search::final_core() {
  for (std::size_t position = domains_.trail().size(); !terms_.empty() && position-- > 0;) {
    const TrailEntry& entry = domains_.trail()[position];
    const PackageId p = entry.package;
    if (!in_nogood_[p.value()] || satisfied_[p.value()] != position) continue;
    if (entry.reason.kind != Reason::Kind::kAssumed) {
      resolve(p);
      continue;
    }
    const AssumedLiteral& literal = frames_.literal(entry.reason.value);
    core_.push_back(literal.tag);
    core_literals_.push_back(literal);
    weaken_term(p, frames_.set(literal), static_cast<std::uint32_t>(position));
  }
  close_level_zero();
  finish_core();
}

void Search::finish_core() {
  core_proof_ = 0;
  if (core_literals_.empty()) {
    failed_ = true;  // it needs no assumption: there is no solution
    core_proof_ = failure_proof_ = proof_.begin(ProofKind::kDerived);
    proof_.antecedents(chain_);
  } else if (proof_.enabled()) {
    core_proof_ = proof_.begin(ProofKind::kCore);
    for (const AssumedLiteral& literal : core_literals_) {
      proof_.literal(literal.package, frames_.set(literal), domains_.width(literal.package));
      proof_.tag(literal.tag);
    }
    proof_.antecedents(chain_);
  }
  // By kind, then in the order of first mention: never by the numbers of ids.
  std::ranges::sort(core_, {}, [&](const Tag& tag) {
    const bool numbered = tag.kind == TagKind::kGroup || tag.kind == TagKind::kExclusion;
    return std::pair(tag.kind, numbered ? tag.id : domains_.position(PackageId(tag.id)));
  });
  core_.erase(std::unique(core_.begin(), core_.end()), core_.end());
}

void Search::explain_domain(PackageId package, const Word* set, Tag tag) {
  core_.clear();
  core_literals_.clear();
  // The question itself is the first assumption, so that the certificate stands on its own.
  frames_.push();
  frames_.add(frames_.size() - 1, package, set, domains_.width(package), tag);
  core_.push_back(tag);
  core_literals_.push_back(frames_.literal(frames_.begin_of(frames_.size() - 1)));
  start_from(package, set);
  final_core();
  frames_.truncate(frames_.size() - 1);
}

}  // namespace pincompile::solver
