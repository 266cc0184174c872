// The machine's clocks.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/clock.h"

namespace pincompile {

class RealClock : public Clock {
 public:
  std::chrono::sys_seconds now() override;
  std::chrono::steady_clock::time_point monotonic() override;
};

}  // namespace pincompile
