// Reasons: what a refutation rests on, in Python's terms: versions that need others, and versions
// that cannot be had.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "resolution/refutation.h"

namespace pincompile {

/// One wording of a need. Sets of versions are in page order.
struct NeedText {
  SpecifierId specifier;
  std::string text = {};            ///< as written, without marker and parentheses
  std::vector<Word> versions = {};  ///< of the project that needs
};

/// Versions of a project that need another one.
struct Need {
  ProjectId from;
  std::string extra = {};  ///< of `from`
  ProjectId to;
  std::vector<Word> versions = {};   ///< of `from`
  std::vector<Word> allowed = {};    ///< of `to`
  std::vector<NeedText> texts = {};  ///< newest first; none lies within another
};

/// Versions of a project that cannot be had, by reason.
struct Loss {
  ProjectId project;
  ExclusionCode code = ExclusionCode::kNone;
  std::vector<Word> versions = {};
};

struct Reasons {
  std::vector<Need> needs = {};
  std::vector<Loss> losses = {};
  /// Needed projects of which no version is within what is asked for, admissible or not.
  std::vector<ProjectId> unmatched = {};
};

/// `pbr (<2.0,>=1.6) ; python_version < "3"` of old metadata is `pbr<2.0,>=1.6`.
std::string plain_requirement(std::string_view text);

/// What was said where the metadata of the newest of the versions was looked for, to follow the code's
/// words: `: its build failed: ...`. Empty: nothing was said.
std::string said_of(Projects& projects, const Loss& loss);

Reasons collect_reasons(Session& session, const Refutation& refutation,
                        const std::vector<std::uint32_t>& lines);

}  // namespace pincompile
