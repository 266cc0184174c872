// Error: context and its plain rendering.
// SPDX-License-Identifier: MIT
#include "pincompile/error.h"

#include <fmt/format.h>

namespace pincompile {

Error Error::at(Context place) && {
  where.push_back(std::move(place));
  return std::move(*this);
}

std::string Error::to_string() const {
  std::string text;
  if (!where.empty() && !where.front().file.empty()) {
    text += where.front().file;
    if (where.front().line != 0) text += fmt::format(":{}", where.front().line);
    if (where.size() > 1 && where[1].text == "included from") {
      text += fmt::format(" (included from {}:{})", where[1].file, where[1].line);
    }
    text += ": ";
  }
  text += message;
  for (const std::string& cause : causes) text += "\n  " + cause;
  for (const std::string& hint : hints) text += "\nhint: " + hint;
  return text;
}

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::kParse: return "parse";
    case ErrorKind::kUnsupported: return "unsupported";
    case ErrorKind::kInvalidArgument: return "invalid_argument";
    case ErrorKind::kNotFound: return "not_found";
    case ErrorKind::kIo: return "io";
    case ErrorKind::kNetwork: return "network";
    case ErrorKind::kUnauthorized: return "unauthorized";
    case ErrorKind::kCorrupt: return "corrupt";
    case ErrorKind::kCancelled: return "cancelled";
    case ErrorKind::kInternal: return "internal";
  }
  return "internal";
}

}  // namespace pincompile
