// Which Python on which platform a job compiles for (behaviour.md 1.2 "Target", 6).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "environment.h"
#include "pincompile/file_system.h"
#include "pincompile/interpreter.h"
#include "pincompile/program_runner.h"
#include "pincompile/target.h"
#include "settings.h"

namespace pincompile::tool {

struct TargetChoice {
  Target target;
  bool python_given = false;           ///< by an option, a Dockerfile or an environment.yml
  bool platform_given = false;         ///< by an option or a Dockerfile
  std::string dockerfile_record = {};  ///< target id a Dockerfile gave, for the fingerprint
  std::string interpreter = {};        ///< path of the interpreter found, if one was looked for:
                                       ///< for the target's version or to build sdists
  std::vector<std::string> notes = {};
};

/// environment_python  `python=3.11` of an environment.yml; empty without one.
/// memory              of what interpreters said; may be null.
/// needed              false: a target that this machine would give is not looked for (--check).
Result<TargetChoice> choose_target(const Settings& settings, const std::string& environment_python,
                                   const Environment& environment, FileSystem& files,
                                   ProgramRunner& programs, InterpreterMemory* memory,
                                   bool needed = true);

}  // namespace pincompile::tool
