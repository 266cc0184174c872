// Context: what stages ask of the incumbent, and frames of one literal.
// SPDX-License-Identifier: MIT
#include "solver/stage.h"

#include <algorithm>

namespace pincompile::solver {

bool Context::is_ordinary(PackageId p, Rank rank) const {
  if (!problem.is_admissible(p, rank)) return false;
  if (problem.is_reluctant(p, rank) && !problem.is_permitted(p) && !is_released(p)) return false;
  return problem.within_lines(p, rank);
}

void Context::ordinary(PackageId p, std::vector<Word>& out) const {
  problem.admissible_within_lines(p, out);
  if (problem.is_permitted(p) || is_released(p)) return;
  const Bits reluctant = problem.reluctant(p);
  for (std::size_t i = 0; i < reluctant.size(); ++i) out[i] &= ~reluctant[i];
}

void Context::save_model(std::span<const Choice> selection) {
  incumbent.assign(problem.size(), kNoRank);
  for (const Choice& choice : selection) incumbent[choice.package.value()] = choice.rank;
  search.set_preferred(&incumbent);
}

void Context::restore(const std::vector<Rank>& model) {
  incumbent = model;
  incumbent.resize(problem.size(), kNoRank);
  search.set_preferred(&incumbent);
}

void Context::reset_frame(Guard& guard) {
  search.truncate_frames(guard.frame());
  while (frame_count() < kFixedFrames || frame_count() <= guard.frame()) search.push_frame();
  guard.forget();
}

void Context::add_guard(Guard& guard, PackageId p) {
  const Domains& domains = search.domains();
  std::vector<Word> set(domains.initial(p), domains.initial(p) + domains.width(p));
  drop(set.data(), domains.count(p));
  guard.keep_allowed(p, set.data(), domains.width(p));
  put(set.data(), domains.count(p));  // absent is always allowed
  guard.set_guarded(p);
  search.assume(guard.frame(), p, set.data(), {guard.kind(), p.value()});
}

void Context::push_range(PackageId p, std::uint32_t low, std::uint32_t high, Tag tag,
                         bool or_absent) {
  const Domains& domains = search.domains();
  std::vector<Word> set(domains.width(p));
  for (std::uint32_t value = low; value <= high && value < domains.count(p); ++value) {
    put(set.data(), value);
  }
  if (or_absent) put(set.data(), domains.count(p));
  search.push_frame();
  search.assume(frame_count() - 1, p, set.data(), tag);
}

SearchLimits Context::query_limits() const {
  SearchLimits limits;
  limits.conflicts = options.budget.query_conflicts;
  return limits;
}

SearchLimits Context::settle_limits() const {
  SearchLimits limits;
  limits.propagate_only = true;
  return limits;
}

}  // namespace pincompile::solver
