// The JSON report: pip's installation report, version 1, with ours beside it (behaviour.md 9.1).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "pincompile/error.h"
#include "pincompile/outcome.h"
#include "pincompile/request.h"

namespace pincompile {

struct JsonReport {
  std::string tool_version;
  std::string command;
  std::string fingerprint = {};
  std::string output;
  Target target;
  Objective objective = Objective::kFresh;
  std::optional<std::chrono::sys_seconds> cutoff = {};
  HashScope hash_scope = HashScope::kAll;
  double seconds = 0;
  const Outcome* outcome = nullptr;  ///< null: the run ended in `error`
  const Error* error = nullptr;
};

PINCOMPILE_API std::string json_report(const JsonReport& report);

}  // namespace pincompile
