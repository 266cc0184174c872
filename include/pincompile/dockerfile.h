// The target a Dockerfile builds for: the base image of its final or named stage (behaviour.md 6).
// Source: https://docs.docker.com/reference/dockerfile/ (FROM, ARG, escape directive,
// here-documents).
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/target.h"

namespace pincompile {

/// A Dockerfile, and what is said beside it.
struct DockerfileQuestion {
  std::string_view text;  ///< of the file, UTF-8
  std::string file;        ///< as messages name it
  std::string stage = {};  ///< --target-stage: name or number; empty = the last
  std::vector<std::pair<std::string, std::string>> arguments = {};  ///< --dockerfile-arg
  Platform host;  ///< what images without --platform run on
};

/// The target that was found.
struct DockerfileAnswer {
  std::string image;       ///< base image as it reads after substitution
  std::uint32_t line = 0;  ///< of its FROM
  Implementation implementation = Implementation::kCPython;  ///< the image's Python
  /// An error where the image does not tell; it matters only if no --python-version is given.
  Result<PythonVersion> python;
  Platform platform;  ///< the image's
};

/// errors   kParse for broken instructions, kInvalidArgument for an unset variable, an unknown
/// stage or
///          `scratch`; all with file:line.
PINCOMPILE_API Result<DockerfileAnswer> read_dockerfile(const DockerfileQuestion& question);

}  // namespace pincompile
