// Signal handlers.
// SPDX-License-Identifier: MIT
#include "interrupt.h"

#include <csignal>

namespace pincompile::tool {
namespace {

// A signal handler can reach nothing but a global of this type.
volatile std::sig_atomic_t caught_signal = 0;

extern "C" void remember_signal(int signal) { caught_signal = signal; }

}  // namespace

void catch_interrupts() {
  struct sigaction action = {};
  action.sa_handler = remember_signal;
  // A second signal ends the program at once.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return caught_signal != 0; }

ExitStatus status_of_interrupt() {
  return caught_signal == SIGTERM ? ExitStatus::kTerminated : ExitStatus::kInterrupted;
}

}  // namespace pincompile::tool
