// run(): drives a solver from a universe in memory.
// SPDX-License-Identifier: MIT
#include "solver/universe.h"

namespace pincompile::solver {

namespace {

template <class Driven>
Step drive(Driven& driven, const Universe& universe) {
  std::vector<Fact> facts;
  for (;;) {
    const Step step = driven.step(~std::uint64_t{0} >> 1);
    if (step == Step::kWorking) continue;
    if (step != Step::kNeedsFacts) return step;
    facts.clear();
    const Demand& demand = driven.demand();
    for (const PackageId page : demand.pages) facts.push_back(universe.page(page));
    for (const Choice& choice : demand.must) facts.push_back(universe.metadata(choice));
    for (const Choice& choice : demand.likely) facts.push_back(universe.metadata(choice));
    driven.ingest(facts);
  }
}

}  // namespace

Step run(Solver& solver, const Universe& universe) { return drive(solver, universe); }
Step run(Explainer& explainer, const Universe& universe) { return drive(explainer, universe); }

}  // namespace pincompile::solver
