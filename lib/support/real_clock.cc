// The machine's clocks.
// SPDX-License-Identifier: MIT
#include "support/real_clock.h"

namespace pincompile {

std::chrono::sys_seconds RealClock::now() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point RealClock::monotonic() {
  return std::chrono::steady_clock::now();
}

}  // namespace pincompile
