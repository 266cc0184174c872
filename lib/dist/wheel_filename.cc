// Five or six parts between dashes.
// SPDX-License-Identifier: MIT
#include "dist/wheel_filename.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "pincompile/version.h"

namespace pincompile {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

// PEP 427 escapes runs of other characters to one `_`. Non-ASCII letters occur and are no reason to
// refuse a file: such a name is no project's.
bool is_escaped_name(std::string_view name) {
  return !name.empty() && name.find("__") == std::string_view::npos &&
         std::ranges::all_of(name, [](char c) {
           return is_word(c) || c == '.' || static_cast<unsigned char>(c) >= 0x80;
         });
}

// `py2.py3`: no empty member, word characters only.
bool is_compressed_set(std::string_view text) {
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  return text.find("..") == std::string_view::npos &&
         std::ranges::all_of(text, [](char c) { return is_word(c) || c == '.'; });
}

bool members_start_with_letters(std::string_view text) {
  bool at_start = true;
  for (const char c : text) {
    if (at_start && !is_letter(c)) return false;
    at_start = c == '.';
  }
  return true;
}

}  // namespace

std::optional<WheelFilename> WheelFilename::split(std::string_view filename) {
  if (!filename.ends_with(".whl")) return std::nullopt;
  const std::string_view stem = filename.substr(0, filename.size() - 4);
  std::array<std::string_view, 6> parts;
  std::size_t count = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= stem.size(); ++i) {
    if (i != stem.size() && stem[i] != '-') continue;
    if (count == parts.size()) return std::nullopt;
    parts[count++] = stem.substr(begin, i - begin);
    begin = i + 1;
  }
  if (count < 5) return std::nullopt;
  WheelFilename wheel;
  wheel.name = parts[0];
  wheel.version = parts[1];
  if (count == 6) {
    wheel.build = parts[2];
    if (wheel.build.empty() || !is_digit(wheel.build.front())) return std::nullopt;
  }
  const std::string_view python = parts[count - 3];
  const std::string_view abi = parts[count - 2];
  const std::string_view platform = parts[count - 1];
  if (!is_escaped_name(wheel.name) || wheel.version.empty() || !is_compressed_set(python) ||
      !members_start_with_letters(python) || !is_compressed_set(abi) ||
      !is_compressed_set(platform)) {
    return std::nullopt;
  }
  wheel.tag_set = stem.substr(static_cast<std::size_t>(python.data() - stem.data()));
  return wheel;
}

Result<WheelFilename> WheelFilename::parse(std::string_view filename) {
  const std::optional<WheelFilename> wheel = split(filename);
  if (!wheel) {
    return Error{
        ErrorKind::kParse,
        fmt::format(
            "\"{}\" is not a wheel's file name (NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl)",
            filename)};
  }
  if (!Version::parse(wheel->version)) {
    return Error{ErrorKind::kParse,
                 fmt::format("\"{}\": \"{}\" is not a version", filename, wheel->version)};
  }
  return *wheel;
}

std::uint64_t WheelFilename::build_number() const {
  std::uint64_t number = 0;
  for (const char c : build) {
    if (!is_digit(c)) break;
    if (number > (std::numeric_limits<std::uint64_t>::max() - 9) / 10) {
      return std::numeric_limits<std::uint64_t>::max();
    }
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return number;
}

std::string_view WheelFilename::build_suffix() const {
  const auto digits = std::ranges::find_if_not(build, is_digit);
  return build.substr(static_cast<std::size_t>(digits - build.begin()));
}

}  // namespace pincompile
