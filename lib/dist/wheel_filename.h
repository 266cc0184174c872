// Wheel file names: `NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl`.
// source  https://packaging.python.org/specifications/binary-distribution-format/ (PEP 427).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

/// The parts of a wheel's file name, as spelled there.
///
/// lifetime  views into the text that was parsed.
///
/// WheelFilename::parse("zope.interface-6.2-1a-cp312-cp312-win_amd64.whl")  is
///   {name "zope.interface", version "6.2", build "1a", tag_set "cp312-cp312-win_amd64"}
struct WheelFilename {
  std::string_view name;     ///< normalize_name() gives the project
  std::string_view version;  ///< a PEP 440 version, not normalised
  std::string_view build;    ///< digits and a suffix; empty if there is none
  std::string_view tag_set;  ///< parse_tag_set() expands it

  /// errors   kParse: not a wheel's name, by all rules.
  static Result<WheelFilename> parse(std::string_view filename);
  /// The same without the look at the version, and without a text on failure: for pages, where a
  /// version stands in many names and is parsed once.
  /// cost     one pass, no allocation.
  static std::optional<WheelFilename> split(std::string_view filename);

  /// Number of the build tag, 0 without one; saturates.
  std::uint64_t build_number() const;
  /// What follows the digits of the build tag.
  std::string_view build_suffix() const;

  friend bool operator==(const WheelFilename&, const WheelFilename&) = default;
};

}  // namespace pincompile
