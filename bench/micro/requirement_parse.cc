// How many requirements a second are parsed, and lowered to intervals?
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "packaging/specifier_ranges.h"
#include "pincompile/requirement.h"
#include "recorded_texts.h"

namespace pincompile::bench {
namespace {

void requirement_parse(benchmark::State& state) {
  for (auto step : state) {
    for (const auto text : kRequirements) benchmark::DoNotOptimize(Requirement::parse(text));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kRequirements.size()));
}
BENCHMARK(requirement_parse);

void requirement_ranges(benchmark::State& state) {
  std::vector<Requirement> requirements;
  for (const auto text : kRequirements) requirements.push_back(*Requirement::parse(text));
  for (auto step : state) {
    for (const auto& requirement : requirements)
      benchmark::DoNotOptimize(specifier_ranges(requirement.specifiers));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * requirements.size()));
}
BENCHMARK(requirement_ranges);

}  // namespace
}  // namespace pincompile::bench
