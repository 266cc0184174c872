// Programs started with posix_spawn, their output read through pipes, within limits.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/program_runner.h"

namespace pincompile {

class Subprocess : public ProgramRunner {
 public:
  Result<ProgramResult> run(const std::vector<std::string>& argv, const ProgramLimits& limits) override;
};

}  // namespace pincompile
