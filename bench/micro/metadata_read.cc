// How fast is METADATA read? Bytes are those of the whole file; only the header lines are looked
// at.
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include "dist/core_metadata.h"
#include "dist/email_headers.h"

namespace pincompile::bench {
namespace {

// The shape of a usual METADATA: 2 KB of headers with 12 requirements, a README behind them.
std::string metadata_of_size(std::size_t bytes) {
  std::string text =
      "Metadata-Version: 2.4\nName: example-project\nVersion: 12.3.4\nSummary: Something that does "
      "something useful\n"
      "Author-email: Somebody <somebody@example.org>\nLicense-Expression: MIT\n"
      "Project-URL: Documentation, https://example.org/docs\nProject-URL: Source, "
      "https://example.org/source\n";
  for (int i = 8; i < 15; ++i)
    text += "Classifier: Programming Language :: Python :: 3." + std::to_string(i) + "\n";
  text += "Requires-Python: >=3.8\n";
  for (int i = 0; i < 9; ++i) {
    text += "Requires-Dist: dependency-" + std::to_string(i) + "<4,>=1." + std::to_string(i) + "\n";
  }
  for (int i = 0; i < 3; ++i) {
    text += "Provides-Extra: extra" + std::to_string(i) + "\nRequires-Dist: optional-" +
            std::to_string(i) + ">=2; extra == 'extra" + std::to_string(i) + "'\n";
  }
  text += "Description-Content-Type: text/markdown\n\n";
  while (text.size() < bytes)
    text += "A line of the description, as long as such lines usually are.\n";
  text.resize(bytes);
  return text;
}

// From the first header to the body, nothing kept.
void header_scan(benchmark::State& state) {
  const std::string text = metadata_of_size(static_cast<std::size_t>(state.range(0)));
  for (auto step : state) {
    EmailHeaders headers(text);
    EmailHeader header;
    while (headers.next(header)) benchmark::DoNotOptimize(header);
    benchmark::DoNotOptimize(headers.body());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(header_scan)->Arg(10000);

// With the fields a resolver needs.
void metadata_read(benchmark::State& state) {
  const std::string text = metadata_of_size(static_cast<std::size_t>(state.range(0)));
  for (auto step : state) benchmark::DoNotOptimize(read_core_metadata(text));
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * state.range(0));
}
BENCHMARK(metadata_read)->Arg(10000);

}  // namespace
}  // namespace pincompile::bench
