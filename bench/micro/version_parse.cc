// How many versions a second are parsed?
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "pincompile/version.h"
#include "recorded_texts.h"

namespace pincompile::bench {
namespace {

void version_parse(benchmark::State& state) {
  for (auto step : state) {
    for (const auto text : kVersions) benchmark::DoNotOptimize(Version::parse(text));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kVersions.size()));
}
BENCHMARK(version_parse);

void version_print(benchmark::State& state) {
  std::vector<Version> versions;
  for (const auto text : kVersions) versions.push_back(*Version::parse(text));
  for (auto step : state) {
    for (const auto& version : versions) benchmark::DoNotOptimize(version.to_string());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kVersions.size()));
}
BENCHMARK(version_print);

}  // namespace
}  // namespace pincompile::bench
