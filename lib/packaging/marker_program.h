// Markers as compact postfix programs: one string of bytes that holds everything, can be stored in
// a record as it is, and is evaluated without parsing or allocation. Source: PEP 508, PEP 685, PEP
// 751.
//
// Layout, operand order as written:
//   compare   0x10+operator, side flags, variable, u16 length, literal text, then for variables
//   that
//             compare as versions u16 length and the key of the literal (0 = no version)
//   connect   0x01 and, 0x02 or
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "pincompile/marker.h"
#include "pincompile/version.h"

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
    std::string key;        ///< key of the value as a version; empty = it is none
    bool wildcard = false;  ///< the value reads `3.*`: only possible on the right side
  };
  struct Active;
  friend struct MarkerMachine;

  MarkerEnvironment environment_;
  std::array<Value, kMarkerVariableCount> values_;
};

}  // namespace pincompile
