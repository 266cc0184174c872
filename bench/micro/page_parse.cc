// How fast does a PEP 691 page become a record? (Bar: 400 MB/s of JSON per core, on the complete
// pages of numpy, boto3 and grpcio.) PINCOMPILE_PAGES names a folder with NAME/index.json; without
// it a made-up page of the same shape is read.
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "cache/page_record.h"
#include "index/simple_json.h"

namespace {

using namespace pincompile;

std::string made_up_page(const std::string& name) {
  std::string page = "{\"meta\":{\"api-version\":\"1.1\"},\"name\":\"" + name + "\",\"files\":[";
  for (int v = 0; v < 400; ++v) {
    for (int f = 0; f < 10; ++f) {
      const std::string python = "cp3" + std::to_string(f);
      const std::string file = name + "-1." + std::to_string(v) + "-" + python + "-" + python +
                               "-manylinux_2_17_x86_64.whl";
      if (v + f > 0) page += ',';
      page += "{\"filename\":\"" + file + "\",\"hashes\":{\"sha256\":\"" + std::string(64, 'a') +
              "\"},\"requires-python\":\">=3.8\",\"size\":123456,\"upload-time\":\"2024-05-29T09:"
              "02:35.093225Z\","
              "\"url\":\"https://files.pythonhosted.org/packages/aa/bb/" +
              std::string(60, 'c') + "/" + file +
              "\",\"yanked\":false,\"core-metadata\":{\"sha256\":\"" + std::string(64, 'b') +
              "\"}}";
    }
  }
  return page + "]}";
}

std::string page_of(const std::string& name) {
  std::string text;
  if (const char* folder = std::getenv("PINCOMPILE_PAGES")) {
    std::ifstream file(std::string(folder) + "/" + name + "/index.json", std::ios::binary);
    text.assign(std::istreambuf_iterator<char>(file), {});
  }
  if (text.empty()) text = made_up_page(name);
  text.reserve(text.size() + kSpareBytes);
  return text;
}

void page_to_record(benchmark::State& state, const char* name) {
  const std::string page = page_of(name);
  const PageOrigin origin{name, std::string("https://pypi.org/simple/") + name + "/"};
  std::size_t record_bytes = 0;
  for (auto _ : state) {
    const auto content = read_json_page(page, origin);
    if (!content) return state.SkipWithError(content.error().message.c_str());
    record_bytes = build_page(*content).bytes.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * page.size()));
  state.counters["json"] = static_cast<double>(page.size());
  state.counters["record"] = static_cast<double>(record_bytes);
}
BENCHMARK_CAPTURE(page_to_record, numpy, "numpy")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(page_to_record, boto3, "boto3")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(page_to_record, grpcio, "grpcio")->Unit(benchmark::kMillisecond);

}  // namespace
