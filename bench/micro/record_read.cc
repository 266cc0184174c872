// How long does reading a page record take, per version? (Bar: 30 ns.) What a resolve reads of
// every version: its key, whether it is a pre-release, and the traits of its files with their tag
// set and Requires-Python judged from a table. Opening and the checksum are counted apart.
// SPDX-License-Identifier: MIT
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "cache/page_record.h"
#include "pincompile/specifier.h"

namespace {

using namespace pincompile;

// 1,000 versions of 12 files each, URLs as long as PyPI's.
const RecordBytes& record() {
  static const RecordBytes kRecord = [] {
    static std::vector<std::string> texts;
    PageContent content{"project", {}};
    texts.reserve(40'000);
    const auto keep = [](std::string text) -> std::string_view {
      return texts.emplace_back(std::move(text));
    };
    for (int v = 0; v < 1000; ++v) {
      const std::string version = std::to_string(v / 100) + "." + std::to_string(v / 10 % 10) +
                                  "." + std::to_string(v % 10);
      for (int f = 0; f < 12; ++f) {
        const std::string python = "cp3" + std::to_string(f);
        PageFile file;
        file.filename =
            keep("project-" + version + "-" + python + "-" + python + "-manylinux_2_17_x86_64.whl");
        file.url = keep("https://files.pythonhosted.org/packages/aa/bb/" + std::string(60, 'c') +
                        "/" + std::string(file.filename));
        file.sha256 = keep(std::string(64, 'd'));
        file.size = 123456;
        file.uploaded = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000 + v}};
        file.requires_python = f % 2 == 0 ? ">=3.8" : ">=3.9,<4";
        content.files.push_back(file);
      }
    }
    return build_page(content);
  }();
  return kRecord;
}

void open_page(benchmark::State& state) {
  for (auto _ : state)
    benchmark::DoNotOptimize(PageView::open(record(), "project").version_count());
}
BENCHMARK(open_page);

void check_page(benchmark::State& state) {
  const auto bytes = record().bytes;
  for (auto _ : state) benchmark::DoNotOptimize(record_is_intact(bytes));
}
BENCHMARK(check_page)->Unit(benchmark::kMicrosecond);

void read_versions(benchmark::State& state) {
  std::vector<std::uint8_t> tag_rank(64, 1), python_fits(64, 1);
  std::uint32_t versions = 0;
  for (auto _ : state) {
    const PageView view = PageView::open(record(), "project");
    versions = view.version_count();
    std::uint64_t sum = 0;
    for (std::uint32_t v = 0; v < versions; ++v) {
      bool usable = false;
      for (const FileTraits& file : view.files_of(v)) {
        usable = usable || (!file.is_yanked() && tag_rank[file.tag_set % 64] != 0 &&
                            python_fits[file.requires_python % 64] != 0);
      }
      sum += view.key(v).head.high + (view.is_prerelease(v) ? 1 : 0) + view.first_upload(v) +
             (usable ? 1 : 0);
    }
    benchmark::DoNotOptimize(sum);
  }
  // Printed as a time: `4.4ns`.
  state.counters["per_version"] = benchmark::Counter(
      versions, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(read_versions);

// One specifier to a range of versions: what a set costs the first time.
void specifier_to_range(benchmark::State& state) {
  const PageView view = PageView::open(record(), "project");
  const std::string low = version_key(*Version::parse("3.1")),
                    high = version_key(*Version::parse("7"));
  for (auto _ : state) {
    benchmark::DoNotOptimize(view.lower_bound(key_view(low)) + view.lower_bound(key_view(high)));
  }
}
BENCHMARK(specifier_to_range);

}  // namespace
