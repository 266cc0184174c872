// Markers as compact programs: one string of bytes that holds everything and is evaluated in one
// pass. It can be stored in a record as it is, and is neither parsed nor allocated for; layout in
// marker_code.h.
// Source: PEP 508, PEP 685, PEP 751; comparison rules as packaging 26.
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/specifier_ranges.h"
#include "pincompile/marker.h"

namespace pincompile {

/// The marker's program; empty for the empty marker. Equal markers in canonical spelling have equal
/// programs. Lives as long as `marker`.
std::string_view marker_program(const Marker& marker);

/// The marker a program stands for; an error for bytes that are no program (a damaged record).
Result<Marker> marker_from_program(std::string_view program);

/// Whether `extra` occurs in the program. Any bytes are accepted.
bool program_mentions_extra(std::string_view program);

/// A target's marker values, digested once, so that evaluating a program neither parses nor
/// allocates.
///
/// threads  evaluate() is const and may run on several threads.
/// cost     some tens of nanoseconds per comparison
class MarkerEvaluator {
 public:
  explicit MarkerEvaluator(const MarkerEnvironment& environment);

  /// Whether the program holds with no extra asked for, or for one of `extras` (normalised names).
  /// Bytes that are no program are false; the empty program is true.
  bool evaluate(std::string_view program, std::span<const std::string> extras = {}) const;
  /// Whether it holds with exactly this extra active; empty = none.
  bool evaluate_for(std::string_view program, std::string_view extra) const;
  /// As in a lock file (PEP 751), where `extras` and `dependency_groups` are sets and `extra` is
  /// unset.
  bool evaluate_lock(std::string_view program, std::span<const std::string> extras,
                     std::span<const std::string> groups) const;

  const MarkerEnvironment& environment() const { return environment_; }

 private:
  struct Value {
    std::string key;  // of the value as a version; empty = it is none
    // The value as the version of a specifier, by operator (`"3.8" <= python_version`); nullopt
    // where operator and value make no specifier. A `===` only compares texts and has no intervals.
    std::array<std::optional<std::vector<KeyInterval>>, 8> as_bound;
  };
  struct Active;

  bool run(std::string_view program, Active& active) const;
  bool compare(const struct MarkerComparison& comparison, const Active& active) const;
  std::string_view text_of(std::uint8_t code, std::string_view literal, const Active& active) const;

  MarkerEnvironment environment_;
  std::array<Value, kMarkerVariableCount> values_;
};

}  // namespace pincompile
