// Feasible: queries of S0.
// SPDX-License-Identifier: MIT
#include "solver/reluctance.h"

#include <algorithm>

namespace pincompile::solver {

Feasible::Feasible(Context& context, ReluctanceGuard& guard)
    : context_(context), released_(context, guard, false) {
  guard.set_active(true);
  context.released.clear();
  std::erase_if(context.solution.notes,
                [](const Note& note) { return note.kind == Note::Kind::kReleasedReluctance; });
}

Ask Feasible::next_query(SearchLimits& limits) {
  if (released_.next_query(limits) == Ask::kQuery) {
    limits.conflicts =
        ~std::uint64_t{0};  // only the whole budget ends the search for a first model
    if (context_.options.objective == Objective::kGreedy) {
      limits.static_conflicts = ~std::uint64_t{0};
    }
    return Ask::kQuery;
  }
  if (!released_.has_model()) {
    return released_.is_refuted() ? Ask::kUnsatisfiable : Ask::kNoSolution;
  }
  for (const PackageId p : released_.broken()) {
    context_.released.resize(std::max<std::size_t>(context_.released.size(), p.value() + 1));
    context_.released[p.value()] = true;
    Note note;
    note.kind = Note::Kind::kReleasedReluctance;
    note.package = p;
    note.rank = context_.rank_of(p);
    context_.solution.notes.push_back(note);
  }
  context_.open = context_.open || !released_.is_proven();
  return Ask::kDone;
}

void Feasible::on_answer(Verdict verdict) { released_.on_answer(verdict); }

}  // namespace pincompile::solver
