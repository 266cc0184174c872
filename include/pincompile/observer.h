// Watching a resolve from outside.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "pincompile/export.h"

namespace pincompile {

/// Where a resolve stands.
struct Progress {
  std::uint64_t packages_known = 0;  ///< pages that are there
  std::uint64_t packages_wanted = 0;  ///< pages asked for
  std::uint64_t fetched = 0;  ///< facts the search asked for
  std::uint64_t conflicts = 0;  ///< met in the search
  std::string_view busiest = {};  ///< valid during the call
};

/// Events with empty defaults; called on the resolving thread.
class PINCOMPILE_API ResolveObserver {
 public:
  virtual ~ResolveObserver() = default;

  /// About every step.
  virtual void on_progress(const Progress&) {}
  /// One line for a person: level 1 phases and repairs, 2 requests, 3 solver trace.
  virtual void on_trace(int /*level*/, std::string_view /*line*/) {}
  /// Looked at between steps; true ends the run with ErrorKind::kCancelled.
  virtual bool should_cancel() { return false; }
};

}  // namespace pincompile
