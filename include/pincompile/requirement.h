// PEP 508 requirements ("dependency specifiers").
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/marker.h"
#include "pincompile/specifier.h"

namespace pincompile {

/// `name[extras] specifiers ; marker` or `name[extras] @ url ; marker`.
struct PINCOMPILE_API Requirement {
  std::string name;                 ///< as written; normalize_name() gives the key
  std::vector<std::string> extras;  ///< as written, in order of writing
  SpecifierSet specifiers;  ///< empty = any version
  std::string url;                  ///< empty unless `@ url`
  Marker marker;  ///< empty = always

  /// errors   kParse with what was expected, what was found, and the column; a hint where the slip is
  ///          a common one (`requests=2.32.0`: write ==).
  static Result<Requirement> parse(std::string_view text);
  /// Strict parse, else the repairs of broken metadata (behaviour.md 4.10) in order, stopping at the first
  /// text that parses. `repaired`, if given, is set to the text that parsed when it was not the given one.
  static Result<Requirement> parse_lenient(std::string_view text, std::string* repaired = nullptr);
  /// Canonical: extras normalised and sorted, specifiers sorted, marker canonical.
  std::string to_string() const;

  friend bool operator==(const Requirement&, const Requirement&) = default;
};

/// A specifier set from a Requires-Python field with the repairs of behaviour.md 4.10.
PINCOMPILE_API Result<SpecifierSet> parse_specifiers_lenient(std::string_view text);

}  // namespace pincompile
