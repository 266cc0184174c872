// Markers of one record, each evaluated once per extra.
// SPDX-License-Identifier: MIT
#include "resolution/extras.h"

namespace pincompile {

void append_active(const DependencyView& metadata, const MarkerEvaluator& markers,
                   std::string_view extra, std::vector<std::uint32_t>& numbers) {
  enum class Verdict : std::uint8_t { kUnknown, kHolds, kFails };
  // Numbers of markers are small; the few records with more are evaluated without memory.
  Verdict seen[64] = {};
  for (std::uint32_t i = 0; i < metadata.requirement_count(); ++i) {
    const std::uint32_t marker = metadata.marker_of(i);
    if (marker == 0) {
      if (extra.empty()) numbers.push_back(i);
      continue;
    }
    Verdict verdict = marker < 64 ? seen[marker] : Verdict::kUnknown;
    if (verdict == Verdict::kUnknown) {
      const std::string_view program = metadata.marker_program(marker);
      bool holds = false;
      if (extra.empty()) {
        holds = markers.evaluate_for(program, {});
      } else if (program_mentions_extra(program)) {
        holds = markers.evaluate_for(program, extra) && !markers.evaluate_for(program, {});
      }
      verdict = holds ? Verdict::kHolds : Verdict::kFails;
      if (marker < 64) seen[marker] = verdict;
    }
    if (verdict == Verdict::kHolds) numbers.push_back(i);
  }
}

bool provides_extra(const DependencyView& metadata, const MarkerEvaluator& markers,
                    std::string_view extra) {
  const TextsView provided = metadata.provided_extras();
  for (std::size_t i = 0; i < provided.size(); ++i) {
    if (provided[i] == extra) return true;
  }
  std::vector<std::uint32_t> numbers;
  append_active(metadata, markers, extra, numbers);
  return !numbers.empty();
}

}  // namespace pincompile
