// How many pairs of versions, or of their keys, a second are compared?
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "packaging/version_key.h"
#include "pincompile/specifier.h"
#include "recorded_texts.h"

namespace pincompile::bench {
namespace {

std::vector<Version> versions() {
  std::vector<Version> out;
  for (const auto text : kVersions) out.push_back(*Version::parse(text));
  return out;
}

void version_compare(benchmark::State& state) {
  const auto all = versions();
  for (auto step : state) {
    for (const auto& a : all) {
      for (const auto& b : all) benchmark::DoNotOptimize(a < b);
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * all.size() * all.size()));
}
BENCHMARK(version_compare);

void key_compare(benchmark::State& state) {
  std::vector<Key16> keys;
  for (const auto& version : versions()) keys.push_back(key16(version));
  for (auto step : state) {
    for (const auto& a : keys) {
      for (const auto& b : keys) benchmark::DoNotOptimize(a < b);
    }
  }
  state.SetItemsProcessed(
      static_cast<std::int64_t>(state.iterations() * keys.size() * keys.size()));
}
BENCHMARK(key_compare);

void specifier_contains(benchmark::State& state) {
  const auto all = versions();
  const auto set = *SpecifierSet::parse(">=0.1,!=0.2.*,<2.0");
  for (auto step : state) {
    for (const auto& version : all) benchmark::DoNotOptimize(set.contains(version, {}));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * all.size()));
}
BENCHMARK(specifier_contains);

}  // namespace
}  // namespace pincompile::bench
