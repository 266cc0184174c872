// What a long run shows meanwhile (behaviour.md 1.6): one redrawn status line on a terminal, a
// plain line now and then elsewhere.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>

#include "environment.h"
#include "messages.h"
#include "pincompile/clock.h"
#include "pincompile/observer.h"

namespace pincompile::tool {

class ProgressDisplay : public ResolveObserver {
 public:
  ProgressDisplay(Messages& messages, Clock& clock, const Environment& environment, bool wanted);

  void on_progress(const Progress& progress) override;
  void on_trace(int level, std::string_view line) override;

 private:
  Messages& messages_;
  Clock& clock_;
  bool redraw_ = false;
  bool utf8_ = false;
  std::size_t columns_ = 80;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point next_;
  std::size_t frame_ = 0;
};

}  // namespace pincompile::tool
