// Programs started with posix_spawn, their output read through pipes, within limits. Each runs in a
// session of its own, without a terminal: it cannot prompt, and it ends together with all that it
// started.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/program_runner.h"

namespace pincompile {

class Subprocess : public ProgramRunner {
 public:
  /// stop     ends every program, beside the token of its own limits.
  explicit Subprocess(std::stop_token stop = {}) : stop_(std::move(stop)) {}

  /// threads  any, several at once.
  Result<ProgramResult> run(const std::vector<std::string>& argv,
                            const ProgramLimits& limits) override;

 private:
  const std::stop_token stop_;
};

}  // namespace pincompile
