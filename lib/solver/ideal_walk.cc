// IdealWalk: queries for start(d), then a breadth-first walk that only needs facts.
// SPDX-License-Identifier: MIT
#include "solver/ideal_walk.h"

#include <algorithm>

namespace pincompile::solver {

void IdealWalk::begin() {
  staleness_.reset();
  std::erase_if(context_.solution.notes,
                [](const Note& note) { return note.kind == Note::Kind::kFarBehind; });
  model_ = context_.incumbent;
  direct_.clear();
  for (const PackageId p : context_.problem.direct()) {
    if (!context_.problem.is_extra(p)) direct_.push_back(p);
  }
  seen_.assign(direct_.size(), kNoRank);
  closed_.assign(direct_.size(), false);
  see_model();
  at_ = 0;
  phase_ = Phase::kStarts;
}

void IdealWalk::see_model() {
  for (std::size_t i = 0; i < direct_.size(); ++i) {
    const PackageId d = direct_[i];
    const Rank rank = context_.rank_of(d);
    if (rank == kNoRank) continue;
    const bool younger =
        seen_[i] == kNoRank || context_.problem.age(d, rank) < context_.problem.age(d, seen_[i]);
    if (younger && context_.is_ordinary(d, rank)) seen_[i] = rank;
  }
}

// Asks for something younger than what was seen; false: there is nothing to ask.
bool IdealWalk::ask_start() {
  const PackageId d = direct_[at_];
  const Domains& domains = context_.search.domains();
  std::vector<Word> younger;
  context_.ordinary(d, younger);
  for (std::uint32_t i = 0; seen_[at_] != kNoRank && i < domains.count(d); ++i) {
    const bool is_younger =
        context_.problem.age(d, static_cast<Rank>(i)) < context_.problem.age(d, seen_[at_]);
    if (!is_younger) drop(younger.data(), i);
  }
  if (empty(younger.data(), domains.width(d))) return false;
  context_.search.push_frame();
  context_.search.assume(context_.frame_count() - 1, d, younger.data(),
                         {TagKind::kProbe, d.value()});
  return true;
}

void IdealWalk::on_answer(Verdict verdict) {
  if (verdict == Verdict::kSat) {
    see_model();
  } else if (verdict == Verdict::kLacking) {
    ++at_;
  } else {
    close_start(verdict == Verdict::kUnsat);
  }
  context_.search.truncate_frames(kFixedFrames);
}

// A direct package that no solution has near its youngest: the user is told.
void IdealWalk::close_start(bool proven) {
  exact_ = exact_ && proven;
  const PackageId d = direct_[at_];
  closed_[at_] = true;
  const Rank start = seen_[at_++];
  if (!proven || start == kNoRank) return;
  if (staleness_.bucket_from_youngest(d, start) <= 3) return;
  Note note;
  note.kind = Note::Kind::kFarBehind;
  note.package = d;
  note.rank = start;
  for (const Tag& tag : context_.search.core()) {
    if (tag.kind != TagKind::kProbe) note.tags.push_back(tag);
  }
  context_.solution.notes.push_back(note);
}

Ask IdealWalk::next_query(SearchLimits& limits) {
  if (phase_ == Phase::kBegin) begin();
  while (phase_ == Phase::kStarts) {
    if (at_ < direct_.size()) {
      if (closed_[at_] || !ask_start()) {
        closed_[at_++] = true;
        continue;
      }
      limits = context_.query_limits();
      limits.first = direct_[at_];
      limits.any_model = true;
      return Ask::kQuery;
    }
    if (context_.rounds.has_wants()) {
      at_ = 0;
      return Ask::kFacts;
    }
    context_.restore(model_);
    for (const PackageId p : context_.problem.direct()) next_.push_back(p);
    for (std::size_t i = 0; i < direct_.size(); ++i) staleness_.set_start(direct_[i], seen_[i]);
    met_.assign(context_.problem.size(), false);
    for (const PackageId p : next_) met_[p.value()] = true;
    phase_ = Phase::kWalk;
  }
  if (phase_ == Phase::kWalk && !walk()) return Ask::kFacts;
  return Ask::kDone;
}

// At first all ordinary ranks; of a direct package those from start(d) on.
IdealWalk::Possible& IdealWalk::possible(PackageId base) {
  if (possible_.size() <= base.value()) possible_.resize(base.value() + 1);
  Possible& known = possible_[base.value()];
  if (!known.ranks.empty()) return known;
  std::vector<Word> ranks;
  context_.ordinary(base, ranks);
  if (const std::optional<Rank> start = staleness_.start(base)) {
    for (std::uint32_t i = 0; i < context_.problem.page(base).count; ++i) {
      const Rank rank = static_cast<Rank>(i);
      const bool too_young = start == kNoRank || context_.problem.age(base, rank) <
                                                     context_.problem.age(base, *start);
      if (too_young) drop(ranks.data(), rank);
    }
  }
  set_possible(base, std::move(ranks));
  return known;
}

void IdealWalk::set_possible(PackageId base, std::vector<Word> ranks) {
  Possible& known = possible_[base.value()];
  known.youngest = context_.problem.youngest(base, ranks);
  known.ranks = std::move(ranks);
}

// False: facts are missing, and those of the whole layer have been asked for. Where no more are to
// be had, the bases are taken as the walk has them.
bool IdealWalk::walk() {
  for (;;) {
    while (!layer_.empty()) {
      if (lacks_facts()) {
        if (!context_.rounds.is_spent()) return false;
        context_.rounds.clear();
        exact_ = false;
        layer_.clear();
        next_.clear();
        break;
      }
      const PackageId node = layer_.front();
      if (visit(node)) layer_.pop_front();
    }
    if (next_.empty()) break;
    layer_.swap(next_);
  }
  for (const PackageId p : staleness_.order()) staleness_.set_base(p, youngest_possible(p));
  staleness_.set_real();
  phase_ = Phase::kDone;
  return true;
}

// Asks for all that the layer may need as things stand, so that a layer costs one or two rounds.
bool IdealWalk::lacks_facts() {
  const PackageId first = layer_.front();
  const Problem& problem = context_.problem;
  const auto is_missing = [&](PackageId node) {
    if (!problem.is_known(node)) return true;
    const Rank rank = youngest_possible(problem.base(node));
    if (rank == kNoRank) return false;
    if (!problem.is_loaded({node, rank})) return true;
    return std::ranges::any_of(problem.requirements({node, rank}),
                               [&](const Requirement& r) { return !problem.is_known(r.package); });
  };
  if (!is_missing(first)) return false;
  for (const PackageId node : layer_) {
    context_.rounds.want(node);
    if (!problem.is_known(node)) continue;
    const Rank rank = youngest_possible(problem.base(node));
    if (rank == kNoRank) continue;
    context_.rounds.want_alone({node, rank});
    for (const Requirement& requirement : problem.requirements({node, rank})) {
      context_.rounds.want(requirement.package);
    }
  }
  return true;
}

// False: its youngest rank is not usable, look again.
bool IdealWalk::visit(PackageId node) {
  const PackageId base = context_.problem.base(node);
  staleness_.add_to_order(base);
  const Rank rank = youngest_possible(base);
  if (rank == kNoRank) return true;
  if (context_.problem.is_unavailable({node, rank})) {
    std::vector<Word> others = possible(base).ranks;
    drop(others.data(), rank);
    set_possible(base, std::move(others));
    return false;
  }
  believe(node, rank);
  return true;
}

// W of everything required is cut to what this rank allows, unless nothing would be left.
void IdealWalk::believe(PackageId node, Rank rank) {
  const std::span<const Requirement> requirements = context_.problem.requirements({node, rank});
  std::vector<PackageId> done;
  for (const Requirement& requirement : requirements) {
    const PackageId q = requirement.package;
    if (std::ranges::find(done, q) != done.end()) continue;
    done.push_back(q);
    if (met_.size() <= q.value()) met_.resize(q.value() + 1);
    if (!met_[q.value()]) next_.push_back(q);
    met_[q.value()] = true;
    cut(q, requirements);
  }
}

void IdealWalk::cut(PackageId q, std::span<const Requirement> requirements) {
  const PackageId base = context_.problem.base(q);
  std::vector<Word> both = possible(base).ranks;
  const auto width = static_cast<std::uint32_t>(both.size());
  for (const Requirement& requirement : requirements) {
    if (requirement.package != q) continue;
    intersect(both.data(), context_.problem.set_of(q, requirement.specifier), width);
  }
  if (!empty(both.data(), width)) set_possible(base, std::move(both));
}

}  // namespace pincompile::solver
