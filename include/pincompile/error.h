// The one error type of the library: what went wrong, where, and what to do about it.
// Situations that are answers (no solution, budget spent) are not errors; see outcome.h.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/export.h"

namespace pincompile {

/// What kind of trouble an Error is; callers branch on this, never on its text.
enum class ErrorKind : std::uint8_t {
  kParse,            ///< text that does not follow its grammar
  kUnsupported,      ///< valid, but outside what this library does
  kInvalidArgument,  ///< options or values that contradict each other
  kNotFound,         ///< a file, project or version that does not exist
  kIo,               ///< disk trouble
  kNetwork,          ///< no usable answer from a server
  kUnauthorized,     ///< 401, 403 or refused credentials
  kCorrupt,          ///< bytes that are not what their digest or format says
  kCancelled,        ///< the caller asked to stop
  kInternal,         ///< a defect of this library
};

/// A place in a text the user wrote.
struct Context {
  std::string file;          ///< path as the user wrote it; empty for text without a file
  std::uint32_t line = 0;    ///< 1-based; 0 = the whole file
  std::uint32_t column = 0;  ///< 1-based, in bytes; 0 = unknown
  std::string text;          ///< what was being done, or the include chain; may be empty

  friend bool operator==(const Context&, const Context&) = default;
};

/// Why an operation failed. The message is one lower-case sentence without a full stop.
struct Error {
  ErrorKind kind = ErrorKind::kInternal;  ///< what callers branch on
  std::string message;  ///< without place and hint
  std::vector<Context> where = {};       ///< innermost place first
  std::vector<std::string> causes = {};  ///< further lines, printed indented
  std::vector<std::string> hints = {};   ///< actions that help; may be empty

  /// The same error, seen from one level further up.
  PINCOMPILE_API Error at(Context place) &&;
  /// `file:line: message` and, on further lines, causes and hints.
  PINCOMPILE_API std::string to_string() const;

  friend bool operator==(const Error&, const Error&) = default;
};

/// `kParse`, `kNetwork`, ... without the `k`, lower case: `parse`.
PINCOMPILE_API std::string_view to_string(ErrorKind kind);

}  // namespace pincompile
