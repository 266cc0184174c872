// Programs that do not run: their answers are scripted, and what was called is remembered.
// SPDX-License-Identifier: MIT
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "pincompile/program_runner.h"

namespace pincompile::testing {

/// A command without a script is not found.
class ScriptedRunner : public ProgramRunner {
 public:
  void on(std::vector<std::string> command, ProgramResult result) {
    scripts_.insert_or_assign(std::move(command), std::move(result));
  }
  void on(std::vector<std::string> command, std::string output) {
    on(std::move(command), ProgramResult{0, std::move(output), {}});
  }

  Result<ProgramResult> run(const std::vector<std::string>& argv,
                            const ProgramLimits& limits) override {
    calls.push_back(argv);
    last_limits = limits;
    const auto found = scripts_.find(argv);
    if (found != scripts_.end()) return found->second;
    return Error{ErrorKind::kNotFound, "no program named " + argv.front()};
  }

  std::vector<std::vector<std::string>> calls;
  ProgramLimits last_limits;

 private:
  std::map<std::vector<std::string>, ProgramResult> scripts_;
};

}  // namespace pincompile::testing
