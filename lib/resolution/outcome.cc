// Names of exclusion codes, as reports and explanations print them (behaviour.md 9.1).
// SPDX-License-Identifier: MIT
#include "pincompile/outcome.h"

namespace pincompile {

std::string_view to_string(ExclusionCode code) {
  switch (code) {
    case ExclusionCode::kNone:
      return "none";
    case ExclusionCode::kRequiresPython:
      return "requires-python";
    case ExclusionCode::kPlatform:
      return "platform";
    case ExclusionCode::kFormat:
      return "format";
    case ExclusionCode::kYanked:
      return "yanked";
    case ExclusionCode::kCutoff:
      return "cutoff";
    case ExclusionCode::kNeedsBuild:
      return "needs-build";
    case ExclusionCode::kBadMetadata:
      return "bad-metadata";
    case ExclusionCode::kPrerelease:
      return "prerelease";
    case ExclusionCode::kHash:
      return "hash";
    case ExclusionCode::kQuarantined:
      return "quarantined";
    case ExclusionCode::kUrlDependency:
      return "url-dependency";
    case ExclusionCode::kNotRecorded:
      return "not-recorded";
    case ExclusionCode::kConflict:
      return "conflict";
  }
  return "none";
}

}  // namespace pincompile
