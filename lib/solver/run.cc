// run(): drives a solver from a universe in memory.
// SPDX-License-Identifier: MIT
#include "solver/universe.h"

namespace pincompile::solver {

Step run(Solver& solver, const Universe& universe) {
  std::vector<Fact> facts;
  for (;;) {
    const Step step = solver.step(~std::uint64_t{0} >> 1);
    if (step == Step::kWorking) continue;
    if (step != Step::kNeedsFacts) return step;
    facts.clear();
    const Demand& demand = solver.demand();
    for (const PackageId page : demand.pages) facts.push_back(universe.page(page));
    for (const Choice& choice : demand.must) facts.push_back(universe.metadata(choice));
    for (const Choice& choice : demand.likely) facts.push_back(universe.metadata(choice));
    solver.ingest(facts);
  }
}

}  // namespace pincompile::solver
