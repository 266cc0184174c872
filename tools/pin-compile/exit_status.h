// How outcomes and errors become exit statuses (behaviour.md 1.6): the one place that maps them.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/error.h"

namespace pincompile::tool {

enum class ExitStatus : int {
  kDone = 0,
  kNoAnswer = 1,   ///< no set of versions, or --check: not up to date
  kUsage = 2,      ///< options, configuration, sources
  kNotProven = 3,  ///< --require-proof
  kWorld = 4,      ///< network, index, authentication, disk
  kInternal = 70,
  kInterrupted = 130,  ///< SIGINT; 143 for SIGTERM
  kTerminated = 143,
};

/// While options, configuration and sources are read.
constexpr ExitStatus status_of_input_error(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNetwork:
    case ErrorKind::kUnauthorized:
      return ExitStatus::kWorld;
    case ErrorKind::kCancelled:
      return ExitStatus::kInterrupted;
    case ErrorKind::kInternal:
      return ExitStatus::kInternal;
    default:
      return ExitStatus::kUsage;
  }
}

/// While the world is opened: a snapshot is an input, the cache is part of the disk.
constexpr ExitStatus status_of_open_error(ErrorKind kind, bool is_snapshot) {
  const bool is_disk = kind == ErrorKind::kIo || kind == ErrorKind::kCorrupt;
  return is_disk && !is_snapshot ? ExitStatus::kWorld : status_of_input_error(kind);
}

/// While resolving and writing: a name no index knows is an answer, not the world's trouble.
constexpr ExitStatus status_of_resolve_error(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kNotFound:
      return ExitStatus::kNoAnswer;
    case ErrorKind::kParse:
    case ErrorKind::kUnsupported:
    case ErrorKind::kInvalidArgument:
      return ExitStatus::kUsage;
    case ErrorKind::kIo:
    case ErrorKind::kNetwork:
    case ErrorKind::kUnauthorized:
    case ErrorKind::kCorrupt:
      return ExitStatus::kWorld;
    case ErrorKind::kCancelled:
      return ExitStatus::kInterrupted;
    case ErrorKind::kInternal:
      return ExitStatus::kInternal;
  }
  return ExitStatus::kInternal;
}

}  // namespace pincompile::tool
