// Starting other programs: an interpreter asked for its version, keyring, dot, pip for a build.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// What a program may take before it is stopped, and what it is given beside its words.
struct ProgramLimits {
  std::chrono::seconds time{30};              ///< then it is killed
  std::size_t output_bytes = 16u << 20;       ///< of each stream
  std::stop_token stop = {};                  ///< ends it, and what it has started, within 50 ms
  std::string input = {};                     ///< what it reads from its standard input
  std::vector<std::string> environment = {};  ///< `NAME=VALUE`, beside this process's own and above
};

/// What a program that ran to its end said.
struct ProgramResult {
  int exit_status = 0;          ///< 128 + signal number if a signal ended it
  std::string standard_output;  ///< all of it
  std::string standard_error;   ///< all of it
};

/// Runs a program to its end. The real one is Subprocess (lib/support), the fake ScriptedRunner.
class ProgramRunner {
 public:
  virtual ~ProgramRunner() = default;

  /// argv     argv[0] is looked up on PATH; no shell is involved.
  /// errors   kNotFound: no such program; kIo: it could not be started, or a limit was passed;
  ///          kCancelled: it was stopped.
  /// threads  any, so that nobody waits for a program who must not.
  virtual Result<ProgramResult> run(const std::vector<std::string>& argv,
                                    const ProgramLimits& limits) = 0;
};

}  // namespace pincompile
