// SIGINT and SIGTERM: they end the program at once, whatever it waits for, but not in the middle of
// a file, and together with the programs that it runs.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/program_runner.h"
#include "support/subprocess.h"

namespace pincompile::tool {

/// From now on both signals end the program with status 130 or 143, and writes to a closed pipe or
/// beyond a size limit fail instead. Called before any thread is started.
void catch_interrupts();

/// Holds interrupts back while it lives, so that a file is written whole and no temporary one
/// stays.
class WholeWrite {
 public:
  WholeWrite();
  ~WholeWrite();
  WholeWrite(const WholeWrite&) = delete;
  WholeWrite& operator=(const WholeWrite&) = delete;
};

/// Programs that end with this one. Whoever waits for one that an interrupt has ended waits for the
/// end of this program, too.
class OwnPrograms : public ProgramRunner {
 public:
  OwnPrograms();
  Result<ProgramResult> run(const std::vector<std::string>& argv,
                            const ProgramLimits& limits) override;

 private:
  Subprocess programs_;
};

/// Ends the programs that lookahead has left behind; none is started any more.
void end_programs();

/// Whether a status line stands on the terminal, which an interrupt then erases.
void set_status_line(bool shown);

/// A standard stream that was closed is opened on nothing, so that no file of ours takes its number
/// and writing to standard output fails as it should.
void fill_closed_streams();

}  // namespace pincompile::tool
