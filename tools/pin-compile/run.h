// What all forms of the program share: the world's real parts and how to talk to the user.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "environment.h"
#include "exit_status.h"
#include "index/net_parts.h"
#include "jobs.h"
#include "messages.h"
#include "pincompile/clock.h"
#include "pincompile/file_system.h"
#include "pincompile/program_runner.h"
#include "settings.h"

namespace pincompile::tool {

struct Run {
  const Environment& environment;
  Messages& messages;
  FileSystem& files;
  Clock& clock;
  ProgramRunner& programs;
  NetPartsLoader net;
  std::chrono::steady_clock::time_point started;

  double seconds() const {
    return std::chrono::duration<double>(clock.monotonic() - started).count();
  }
};

ExitStatus run_compile(Run& run, const Settings& settings);
ExitStatus run_check(Run& run, const Settings& settings);
ExitStatus run_why(Run& run, const std::string& name, bool why_not, const Settings& settings);
/// words  the options of the command line, which are defaults for every line.
ExitStatus run_batch(Run& run, const std::vector<std::string>& words, const Settings& settings);
ExitStatus run_cache(Run& run, const std::vector<std::string>& words, const Settings& settings);

}  // namespace pincompile::tool
