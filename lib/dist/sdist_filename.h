// Source distribution file names: `NAME-VERSION.tar.gz` or `.zip`.
// source  https://packaging.python.org/specifications/source-distribution-format/ (PEP 625), and
// the
//         older names on indexes, whose NAME may hold dashes: only the project tells where it ends.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

/// lifetime  views into the text that was parsed.
struct SdistFilename {
  std::string_view name;
  std::string_view version;  ///< a PEP 440 version, not normalised

  /// Split at the last dash.
  /// errors   kParse: another suffix, no dash, an empty name, no PEP 440 version.
  static Result<SdistFilename> parse(std::string_view filename);
  /// The same without the look at the version, split behind `project` (normalised) where the name
  /// starts with it: `foo-1.0-1.tar.gz` of project foo is version `1.0-1`. nullopt: not an sdist of
  /// this project.
  /// cost     one pass, no allocation.
  static std::optional<SdistFilename> split(std::string_view filename, std::string_view project);

  friend bool operator==(const SdistFilename&, const SdistFilename&) = default;
};

}  // namespace pincompile
