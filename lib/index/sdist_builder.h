// Metadata of an sdist by building it: one pip call in an interpreter of the target
// (behaviour.md 4.7,
// --build-sdists). Runs foreign code, so only when asked to.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "dist/core_metadata.h"
#include "index/index_facts.h"

namespace pincompile {

class SdistBuilder {
 public:
  /// Both outlive this.
  SdistBuilder(const SdistPolicy& policy, ProgramRunner* programs);

  /// file     path or URL for pip.
  /// returns  metadata; errors are reasons why this version needs a build that cannot be had: the
  ///          interpreter is not the target's, there is none, pip failed.
  /// cost     up to 10 minutes on the calling thread.
  Result<CoreMetadata> metadata_of(const std::string& file);

 private:
  Result<void> check_interpreter();

  const SdistPolicy& policy_;
  ProgramRunner* const programs_;
  std::optional<Result<void>> checked_;  ///< the interpreter, looked at once
};

}  // namespace pincompile
