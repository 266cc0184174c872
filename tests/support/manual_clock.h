// A clock that stands still until a test moves it.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>

#include "pincompile/clock.h"

namespace pincompile::testing {

class ManualClock : public Clock {
 public:
  /// 2026-11-22 12:00 UTC, the day the recorded index was taken.
  explicit ManualClock(
      std::chrono::sys_seconds now = std::chrono::sys_days{std::chrono::year{2026} / 11 / 22} +
                                     std::chrono::hours{12})
      : now_(now) {}

  std::chrono::sys_seconds now() override {
    ++asked;
    return now_;
  }
  std::chrono::steady_clock::time_point monotonic() override { return monotonic_; }

  /// Both kinds of time go on.
  void advance(std::chrono::seconds by) {
    now_ += by;
    monotonic_ += by;
  }

  int asked = 0;  ///< calls of now()

 private:
  std::chrono::sys_seconds now_;
  std::chrono::steady_clock::time_point monotonic_{};
};

}  // namespace pincompile::testing
