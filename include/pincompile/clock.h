// Time, as far as pincompile looks at it: freshness of cached pages, cutoffs given as an age.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

namespace pincompile {

/// The real one is RealClock (lib/support), the fake ManualClock (tests/support).
class Clock {
 public:
  virtual ~Clock() = default;

  /// Calendar time, UTC.
  virtual std::chrono::sys_seconds now() = 0;
  /// Time that never jumps; for durations and deadlines.
  virtual std::chrono::steady_clock::time_point monotonic() = 0;
};

}  // namespace pincompile
