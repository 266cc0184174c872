// The JSON report: pip's installation report, version 1, with ours beside it (behaviour.md 9.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "pincompile/error.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"

namespace pincompile {

/// What a report tells of.
struct JsonReport {
  std::string tool_version;  ///< of the program that reports
  std::string command;  ///< as in the output's header
  std::string fingerprint = {};  ///< text of the fingerprint line; empty = none
  std::string output;  ///< path of the pins
  std::optional<Target> target = {};  ///< compiled for; none: the run failed before it was known
  Objective objective = Objective::kFresh;  ///< asked for
  std::optional<std::chrono::sys_seconds> cutoff = {};  ///< `--uploaded-prior-to`
  HashScope hash_scope = HashScope::kAll;  ///< which files are listed
  double seconds = 0;  ///< wall time
  const Outcome* outcome = nullptr;  ///< null: the run ended in `error`
  const Error* error = nullptr;  ///< null: there is an outcome
};

PINCOMPILE_API std::string json_report(const JsonReport& report);

}  // namespace pincompile
