// Interpreter versions as options, images and programs name them.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "pincompile/target.h"

namespace pincompile {
namespace {

constexpr std::uint32_t kHighest = 199;  // no interpreter comes near; keeps tag lists short

// A number off the front of `text`.
bool take_number(std::string_view& text, std::uint32_t& number) {
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failure != std::errc() || number > kHighest) return false;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return true;
}

bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

// `a1`, `b2`, `rc1`.
bool take_prerelease(std::string_view& text, std::string& prerelease) {
  for (const std::string_view phase : {"a", "b", "rc"}) {
    if (!text.starts_with(phase)) continue;
    auto rest = text.substr(phase.size());
    std::uint32_t number = 0;
    if (!take_number(rest, number)) return false;
    prerelease = fmt::format("{}{}", phase, number);
    text = rest;
    return true;
  }
  return true;
}

bool parse(std::string_view text, PythonVersion& version) {
  if (!take_number(text, version.major) || !take(text, '.') || !take_number(text, version.minor))
    return false;
  if (take(text, '.')) {
    if (!take_number(text, version.patch) || !take_prerelease(text, version.prerelease))
      return false;
    version.patch_given = true;
  }
  version.free_threaded = take(text, 't');
  return text.empty();
}

}  // namespace

Result<PythonVersion> PythonVersion::parse(std::string_view text) {
  PythonVersion version;
  if (pincompile::parse(text, version)) return version;
  Error error{ErrorKind::kInvalidArgument,
              fmt::format("\"{}\" is not a Python version", text.substr(0, 80))};
  error.hints.push_back("write it as 3.12, 3.12.4 or 3.13t (free-threaded)");
  return error;
}

std::string PythonVersion::full() const {
  return fmt::format("{}.{}.{}{}", major, minor, patch, prerelease);
}
std::string PythonVersion::short_form() const { return fmt::format("{}.{}", major, minor); }

}  // namespace pincompile
