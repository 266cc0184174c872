// Runs over the versions a page knows.
// SPDX-License-Identifier: MIT
#include "resolution/version_runs.h"

#include <bit>
#include <vector>

namespace pincompile {
namespace {

struct Run {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

std::vector<Run> runs_of(Bits versions, std::uint32_t count) {
  std::vector<Run> runs;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!test_bit(versions, i)) continue;
    if (runs.empty() || runs.back().last + 1 != i) runs.push_back({i, i});
    runs.back().last = i;
  }
  return runs;
}

std::string describe(const PageView& page, const Run& run) {
  const std::string first(page.version_text(run.first));
  if (run.first == run.last) return first;
  if (run.last + 1 == page.version_count() && run.first != 0) return first + " or later";
  const std::string last(page.version_text(run.last));
  if (run.last == run.first + 1) return first + ", " + last;
  return first + " ... " + last + " (" + std::to_string(run.last - run.first + 1) + " versions)";
}

}  // namespace

std::size_t count_bits(Bits set) {
  std::size_t count = 0;
  for (const Word word : set) count += static_cast<std::size_t>(std::popcount(word));
  return count;
}

std::string describe_versions(const PageView& page, Bits versions) {
  const std::vector<Run> runs = runs_of(versions, page.version_count());
  if (runs.empty()) return "no version";
  // More than three runs: their span says more than a list nobody reads.
  if (runs.size() > 3) {
    return std::string(page.version_text(runs.front().first)) + " ... " +
           std::string(page.version_text(runs.back().last)) + " (" +
           std::to_string(count_bits(versions)) + " versions)";
  }
  std::string text;
  for (const Run& run : runs) text += (text.empty() ? "" : ", ") + describe(page, run);
  return text;
}

}  // namespace pincompile
