// Environment markers (PEP 508, PEP 685).
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

/// The 11 variables a marker can ask for besides `extra`.
enum class MarkerVariable : std::uint8_t {
  kImplementationName,
  kImplementationVersion,
  kOsName,
  kPlatformMachine,
  kPlatformPythonImplementation,
  kPlatformRelease,
  kPlatformSystem,
  kPlatformVersion,
  kPythonFullVersion,
  kPythonVersion,
  kSysPlatform
};
inline constexpr std::size_t kMarkerVariableCount = 11;

/// `implementation_name`, ...
PINCOMPILE_API std::string_view to_string(MarkerVariable variable);

/// Values of the variables, indexed by MarkerVariable.
struct MarkerEnvironment {
  std::array<std::string, kMarkerVariableCount> values;  ///< by MarkerVariable

  /// The value of one variable.
  std::string& operator[](MarkerVariable variable) {
    return values[static_cast<std::size_t>(variable)];
  }
  /// The value of one variable.
  const std::string& operator[](MarkerVariable variable) const {
    return values[static_cast<std::size_t>(variable)];
  }
  friend bool operator==(const MarkerEnvironment&, const MarkerEnvironment&) = default;
};

/// A boolean expression over marker variables and `extra`. An empty Marker is true everywhere.
class PINCOMPILE_API Marker {
 public:
  /// errors   kParse with what was expected, and the column.
  static Result<Marker> parse(std::string_view text);
  /// Canonical spelling: double quotes, single spaces, needed parentheses only.
  std::string to_string() const;
  /// Holds everywhere.
  bool empty() const;

  /// Whether the marker holds with no extra asked for, or for one of `extras` (normalised names).
  bool evaluate(const MarkerEnvironment& environment,
                std::span<const std::string> extras = {}) const;
  /// Whether `extra` occurs in it.
  bool mentions_extra() const;
  /// The marker for a reader who knows which extras were asked for: `extra` terms taken out.
  Marker without_extras() const;
  /// Either holds; `this or other` in canonical spelling. Empty if one of them is empty.
  Marker either(const Marker& other) const;

  PINCOMPILE_API friend bool operator==(const Marker& a, const Marker& b) {
    return a.program_ == b.program_;
  }

 private:
  friend struct MarkerAccess;
  std::string program_;  // lib/packaging/marker_program.h
};

}  // namespace pincompile
