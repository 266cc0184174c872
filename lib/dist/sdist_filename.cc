// The suffix, then the dash between name and version.
// SPDX-License-Identifier: MIT
#include "dist/sdist_filename.h"

#include <fmt/format.h>

#include "pincompile/version.h"

namespace pincompile {
namespace {

std::optional<std::string_view> without_suffix(std::string_view filename) {
  for (const std::string_view suffix : {".tar.gz", ".zip"}) {
    if (filename.ends_with(suffix)) return filename.substr(0, filename.size() - suffix.size());
  }
  return std::nullopt;
}

bool is_separator(char c) { return c == '-' || c == '_' || c == '.'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Length of the start of `text` whose normalised form is `project`; 0 if there is none.
std::size_t name_length(std::string_view text, std::string_view project) {
  std::size_t i = 0;
  for (const char c : project) {
    if (i == text.size()) return 0;
    if (c == '-') {
      if (!is_separator(text[i])) return 0;
      while (i < text.size() && is_separator(text[i])) ++i;
    } else if (lower(text[i++]) != c) {
      return 0;
    }
  }
  return i;
}

}  // namespace

std::optional<SdistFilename> SdistFilename::split(std::string_view filename,
                                                  std::string_view project) {
  const auto stem = without_suffix(filename);
  if (!stem) return std::nullopt;
  const std::size_t length = name_length(*stem, project);
  if (length == 0 || length + 1 >= stem->size() || (*stem)[length] != '-') return std::nullopt;
  return SdistFilename{stem->substr(0, length), stem->substr(length + 1)};
}

Result<SdistFilename> SdistFilename::parse(std::string_view filename) {
  const auto stem = without_suffix(filename);
  const std::size_t dash = stem ? stem->rfind('-') : std::string_view::npos;
  if (dash == std::string_view::npos || dash == 0) {
    return Error{
        ErrorKind::kParse,
        fmt::format("\"{}\" is not an sdist's file name (NAME-VERSION.tar.gz or .zip)", filename)};
  }
  const SdistFilename sdist{stem->substr(0, dash), stem->substr(dash + 1)};
  if (!Version::parse(sdist.version)) {
    return Error{ErrorKind::kParse,
                 fmt::format("\"{}\": \"{}\" is not a version", filename, sdist.version)};
  }
  return sdist;
}

}  // namespace pincompile
