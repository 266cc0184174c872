// The real parts behind their interfaces.
// SPDX-License-Identifier: MIT
#include "pincompile/machine.h"

#include <utility>

#include "support/real_clock.h"
#include "support/real_file_system.h"
#include "support/subprocess.h"

namespace pincompile {

std::unique_ptr<FileSystem> machine_files(std::string working_directory) {
  return std::make_unique<RealFileSystem>(std::move(working_directory));
}

std::unique_ptr<Clock> machine_clock() { return std::make_unique<RealClock>(); }

std::unique_ptr<ProgramRunner> machine_programs(std::stop_token stop) {
  return std::make_unique<Subprocess>(std::move(stop));
}

}  // namespace pincompile
