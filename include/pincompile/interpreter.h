// Which Python `--python`, the active virtualenv or PATH stands for, told without running it where
// possible (behaviour.md 1.2). pyvenv.cfg says it, else the chain of symbolic links, else that
// program's own word.
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pincompile/file_system.h"
#include "pincompile/program_runner.h"
#include "pincompile/target.h"

namespace pincompile {

/// A Python that was found.
struct Interpreter {
  std::string path;  ///< the program, as found
  Implementation implementation = Implementation::kCPython;  ///< CPython or PyPy
  /// Its patch release, or the newest known one where only X.Y could be told.
  PythonVersion version;

  friend bool operator==(const Interpreter&, const Interpreter&) = default;
};

/// Where to look, in this order; the caller reads environment variables, this layer does not.
struct InterpreterSearch {
  std::string python;      ///< --python: a program, a virtualenv folder, or a name on PATH
  std::string virtualenv;  ///< the active one; empty = none, or --system
  std::vector<std::string> path_folders;  ///< of PATH
};

/// Remembers what programs said about themselves.
class InterpreterMemory {
 public:
  virtual ~InterpreterMemory() = default;
  /// `key` names path, size and time of change.
  virtual std::optional<std::string> recall(const std::string& key) = 0;
  /// Keeps an answer under its key.
  virtual void remember(const std::string& key, const std::string& answer) = 0;
};

/// memory   may be null: then a shim is asked anew each time.
/// errors   kNotFound, with the hint `--python-version`; kIo: it ran and gave no sensible answer.
PINCOMPILE_API Result<Interpreter> find_interpreter(FileSystem& files, ProgramRunner& programs,
                                                    InterpreterMemory* memory,
                                                    const InterpreterSearch& search);

}  // namespace pincompile
