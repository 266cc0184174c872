// What a project file (pyproject.toml, setup.cfg) states, before extras and groups are chosen.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "pincompile/inputs.h"

namespace pincompile {

/// A member of a dependency group that stands for another group's members.
struct GroupInclude {
  std::string group;  ///< as written
  Context place;
};

/// A dependency group (PEP 735, Poetry).
struct DependencyGroup {
  std::string name;  ///< normalised
  std::vector<std::variant<InputRequirement, GroupInclude>> members = {};
};

struct NamedRequirements {
  std::string name;  ///< of the extra, normalised
  std::vector<InputRequirement> requirements = {};
};

/// lifetime  plain values. Origins lack their annotation, which depends on what is chosen.
struct ProjectSource {
  std::string name = {};  ///< as spelled; empty if the file has none
  std::string file = {};
  std::optional<RequiresPython> requires_python = {};
  std::vector<InputRequirement> dependencies = {};
  std::vector<NamedRequirements> extras = {};  ///< in order of the file
  std::vector<DependencyGroup> groups = {};    ///< in order of the file
  FileOptions options = {};                    ///< of Poetry's sources
  std::vector<std::string> files = {};         ///< read besides the project file
  std::vector<std::string> warnings = {};
  std::vector<Error> errors = {};  ///< broken requirements, in order
};

/// A PEP 508 text of a project file as an input; its paths are relative to the file. A broken one
/// goes to `errors`, and the answer is nothing.
std::optional<InputRequirement> project_requirement(const std::string& text, const Context& place,
                                                    std::vector<Error>& errors);

/// Lines of a file that a project file names as the place of its requirements: PEP 508 texts, `#`
/// comments.
Result<std::vector<InputRequirement>> requirements_of_file(FileSystem& files,
                                                           const std::string& path,
                                                           std::vector<Error>& errors);

/// `first and second`, in parentheses where needed; either may be empty.
Marker both_markers(const Marker& first, const Marker& second);

}  // namespace pincompile
