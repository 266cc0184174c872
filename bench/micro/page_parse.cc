// How fast does a JSON page become a page record? Pages of the complete recorded index, from the
// folder that PINCOMPILE_INDEX_DIR names (simple/NAME/index.json); without it nothing is measured.
// command: PINCOMPILE_INDEX_DIR=... bench_page_parse
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>

#include "cache/page_record.h"
#include "index/simple_json.h"

namespace pincompile {
namespace {

std::string page_text(const std::string& project) {
  const char* folder = std::getenv("PINCOMPILE_INDEX_DIR");
  if (folder == nullptr) return {};
  std::ostringstream text;
  text << std::ifstream(std::string(folder) + "/simple/" + project + "/index.json",
                        std::ios::binary)
              .rdbuf();
  return text.str();
}

void measure(benchmark::State& state, const char* project, bool build) {
  std::string text = page_text(project);
  if (text.empty())
    return state.SkipWithError("set PINCOMPILE_INDEX_DIR to the complete recorded index");
  const std::size_t size = text.size();
  text.append(kSpareBytes, ' ');
  const PageOrigin origin{project, std::string("https://index.example/simple/") + project + "/"};
  for (auto _ : state) {
    const Result<PageContent> content =
        read_json_page(std::string_view(text).substr(0, size), origin);
    if (!content) return state.SkipWithError(content.error().message.c_str());
    if (build) benchmark::DoNotOptimize(build_page(*content).bytes.size());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * size));
}

BENCHMARK_CAPTURE(measure, numpy_to_values, "numpy", false);
BENCHMARK_CAPTURE(measure, numpy_to_record, "numpy", true);
BENCHMARK_CAPTURE(measure, boto3_to_values, "boto3", false);
BENCHMARK_CAPTURE(measure, boto3_to_record, "boto3", true);
BENCHMARK_CAPTURE(measure, grpcio_to_values, "grpcio", false);
BENCHMARK_CAPTURE(measure, grpcio_to_record, "grpcio", true);

}  // namespace
}  // namespace pincompile
