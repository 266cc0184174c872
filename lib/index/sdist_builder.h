// Metadata of an sdist by building it: one pip call in an interpreter of the target
// (behaviour.md 4.7, --build-sdists). Runs foreign code, so only when asked to.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "dist/core_metadata.h"
#include "index/credentials.h"
#include "index/index_facts.h"

namespace pincompile {

class SdistBuilder {
 public:
  /// Both outlive this.
  SdistBuilder(const IndexOptions& options, ProgramRunner* programs);

  /// A requirements file for pip: the sdist, and the indexes that its build requirements come from,
  /// with the logins of both.
  std::string question(const FileReference& sdist, const Credentials& credentials) const;
  /// question  holds secrets: pip reads it from its standard input, so that no list of processes
  ///           and no disk shows them.
  /// returns   metadata; errors are reasons why this version needs a build that cannot be had: the
  ///           interpreter is not the target's, there is none, pip failed. kCancelled: stopped.
  /// threads   one, which need not be the one that made this.
  /// cost      up to 10 minutes.
  Result<CoreMetadata> metadata_of(const std::string& question, const std::stop_token& stop);

 private:
  Result<void> check_interpreter(const std::stop_token& stop);

  const IndexOptions& options_;
  ProgramRunner* const programs_;
  std::optional<Result<void>> checked_;  ///< the interpreter, looked at once
};

}  // namespace pincompile
