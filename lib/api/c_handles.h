// What stands behind the opaque handles of the C API, and what all its calls share. Like c.cc
// itself this sees public headers only.
// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pincompile/c.h"
#include "pincompile/pincompile.h"

struct pincompile_error {
  pincompile::Error error;
  std::string whole;
};

struct pincompile_options {
  pincompile::WorldOptions world = {};
  pincompile::IndexOptions indexes = {};
  std::string working_directory = {};
  pincompile_http_callback http = nullptr;
  void* http_data = nullptr;
};

struct pincompile_request {
  std::map<std::string, std::string> texts = {};                    ///< by name
  std::map<pincompile_input, std::vector<std::string>> names = {};  ///< in the order added
  std::vector<std::string> extras = {};
  std::vector<std::string> groups = {};
  std::vector<pincompile::ExistingPin> existing = {};
  std::optional<pincompile::PythonVersion> python = {};
  pincompile::Target target = {};
  pincompile::ResolveOptions options = {};
};

struct pincompile_resolver {
  std::unique_ptr<pincompile::FileSystem> disk = {};  ///< null: no file is read
  std::unique_ptr<pincompile::Clock> clock = {};
  pincompile::IndexOptions indexes = {};
  std::unique_ptr<pincompile::World> world = {};  ///< null on the caller's facts
  std::unique_ptr<pincompile::Resolver> on_facts = {};
  pincompile_progress progress = nullptr;
  void* progress_data = nullptr;
  std::atomic<bool> cancelled = false;
  bool records = false;
  pincompile::SnapshotContext asked = {};  ///< by the last request
  std::string explained = {};              ///< the last text of why_not
  std::string snapshot = {};               ///< the last one made
};

struct pincompile_outcome {
  pincompile::Outcome outcome;
  pincompile::Target target = {};
  pincompile::ResolveOptions options = {};
  std::string message = {};  ///< of a conflict, or of a spent budget
  std::string written = {};  ///< the last text made
};

namespace pincompile::c_api {

inline Error null_handle(std::string_view what) {
  return {ErrorKind::kInvalidArgument, std::string(what) + " is null"};
}

inline Error not_an_option(bool text) {
  return {ErrorKind::kInvalidArgument, text ? "no option of that number takes a text"
                                            : "no option of that number takes a number"};
}

/// The caller's bytes as a text.
inline Result<std::string> text_of(const char* text, std::size_t length) {
  if (text == nullptr && length > 0) return null_handle("a text with a length");
  return length == 0 ? std::string() : std::string(text, length);
}

constexpr pincompile_status status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kParse:
      return PINCOMPILE_PARSE;
    case ErrorKind::kUnsupported:
      return PINCOMPILE_UNSUPPORTED;
    case ErrorKind::kInvalidArgument:
      return PINCOMPILE_INVALID_ARGUMENT;
    case ErrorKind::kNotFound:
      return PINCOMPILE_NOT_FOUND;
    case ErrorKind::kIo:
      return PINCOMPILE_IO;
    case ErrorKind::kNetwork:
      return PINCOMPILE_NETWORK;
    case ErrorKind::kUnauthorized:
      return PINCOMPILE_UNAUTHORIZED;
    case ErrorKind::kCorrupt:
      return PINCOMPILE_CORRUPT;
    case ErrorKind::kCancelled:
      return PINCOMPILE_CANCELLED;
    case ErrorKind::kInternal:
      return PINCOMPILE_INTERNAL;
  }
  return PINCOMPILE_INTERNAL;
}

/// Runs one fallible call: its error becomes a status and an object, and no exception gets out.
template <class Call>
pincompile_status guarded(pincompile_error** error, Call call) noexcept {
  if (error != nullptr) *error = nullptr;
  try {
    Result<void> done = call();
    if (done) return PINCOMPILE_OK;
    if (error != nullptr) *error = new pincompile_error{done.error(), done.error().to_string()};
    return status_of(done.error().kind);
  } catch (const std::bad_alloc&) {
    return PINCOMPILE_OUT_OF_MEMORY;
  } catch (...) {
    return PINCOMPILE_INTERNAL;
  }
}

/// A handle made without an error to tell: null if there is no memory.
template <class Handle, class... Arguments>
Handle* made(Arguments... arguments) noexcept {
  try {
    return new Handle{arguments...};
  } catch (...) {
    return nullptr;
  }
}

}  // namespace pincompile::c_api
