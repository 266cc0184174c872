// SIGINT and SIGTERM as a flag that is looked at between steps: nothing half-done is left behind.
// SPDX-License-Identifier: MIT
#pragma once

#include "exit_status.h"

namespace pincompile::tool {

/// Catches both signals from now on, and lets writes to a closed pipe fail instead of ending the
/// program.
void catch_interrupts();
bool interrupted();
/// 130 or 143.
ExitStatus status_of_interrupt();

}  // namespace pincompile::tool
