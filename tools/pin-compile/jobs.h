// Which outputs a run makes, from which sources, in which order (behaviour.md 1.1, 1.5, 7.3).
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <string>
#include <vector>

#include "environment.h"
#include "messages.h"
#include "pincompile/file_system.h"
#include "settings.h"

namespace pincompile::tool {

/// Names of sources that are looked for where none is given, the first one first.
inline constexpr std::array kDefaultSources = {"requirements.in", "pyproject.toml", "setup.cfg",
                                               "environment.yml"};

/// One output file.
struct Job {
  Settings settings;
  std::vector<std::string> sources = {};
  std::string output = {};     ///< `-` = standard output
  bool output_derived = true;  ///< not shown in the header command
  bool sources_defaulted = false;
  bool pylock = false;
  bool pip_compile = false;  ///< --compat pip-compile
  /// Where the job's paths start from, seen from the working directory; not empty under --all,
  /// where a recorded command means the directory it was typed in.
  std::string directory = {};

  /// The output as messages name it.
  std::string shown_output() const;
};

/// The jobs of one command line, those that others build on first.
///
/// errors   kInvalidArgument: no source, source equal to output, two sources with one output,
///          options that contradict each other, a cycle of layers.
Result<std::vector<Job>> plan_jobs(const Settings& settings, FileSystem& files);

/// The jobs of --all: one per fingerprinted file below the working directory, each with the command
/// in its own header; `run` holds the options of the command line.
Result<std::vector<Job>> find_recorded_jobs(const Settings& run, FileSystem& files,
                                            Messages& messages);

}  // namespace pincompile::tool
