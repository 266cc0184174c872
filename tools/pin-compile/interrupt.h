// SIGINT and SIGTERM: they end the program at once, whatever it waits for, but not in the middle of
// a file.
// SPDX-License-Identifier: MIT
#pragma once

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

/// Whether a status line stands on the terminal, which an interrupt then erases.
void set_status_line(bool shown);

/// A standard stream that was closed is opened on nothing, so that no file of ours takes its number
/// and writing to standard output fails as it should.
void fill_closed_streams();

}  // namespace pincompile::tool
