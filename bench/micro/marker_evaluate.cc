// How many markers a second are evaluated? One comparison, as nearly all are, and a longer one.
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "packaging/marker_program.h"

namespace pincompile::bench {
namespace {

void evaluate(benchmark::State& state, const char* text) {
  const MarkerEvaluator evaluator(
      MarkerEnvironment{{"cpython", "3.12.4", "posix", "x86_64", "CPython", "", "Linux", "",
                         "3.12.4", "3.12", "linux"}});
  const auto marker = *Marker::parse(text);
  const auto program = marker_program(marker);
  for (auto step : state) {
    for (int i = 0; i < 64; ++i) benchmark::DoNotOptimize(evaluator.evaluate(program));
  }
  state.SetItemsProcessed(state.iterations() * 64);
}

void marker_python_version(benchmark::State& state) { evaluate(state, "python_version < '3.8'"); }
BENCHMARK(marker_python_version);
void marker_extra(benchmark::State& state) { evaluate(state, "extra == 'test'"); }
BENCHMARK(marker_extra);
void marker_three_terms(benchmark::State& state) {
  evaluate(state, "python_version >= '3.8' and (sys_platform == 'linux' or extra == 'test')");
}
BENCHMARK(marker_three_terms);

}  // namespace
}  // namespace pincompile::bench
