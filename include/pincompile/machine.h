// This machine's own disk, clock and programs, for callers without parts of their own.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "pincompile/clock.h"
#include "pincompile/export.h"
#include "pincompile/file_system.h"
#include "pincompile/program_runner.h"

namespace pincompile {

/// The disk. Relative paths are looked up below `working_directory`, an absolute path: the library
/// never asks for the current directory.
PINCOMPILE_API std::unique_ptr<FileSystem> machine_files(std::string working_directory);

/// The calendar and the monotonic clock.
PINCOMPILE_API std::unique_ptr<Clock> machine_clock();

/// Other programs, started with posix_spawn, each in a session of its own: none sees a terminal.
///
/// stop     ends all of them, beside the token of each one's limits.
PINCOMPILE_API std::unique_ptr<ProgramRunner> machine_programs(std::stop_token stop = {});

}  // namespace pincompile
