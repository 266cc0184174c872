// --cache-dir, the XDG base directories, and sizes as people write them.
// SPDX-License-Identifier: MIT
#include "cache_place.h"

#include <fmt/format.h>

#include <algorithm>

#include "paths.h"

namespace pincompile::tool {

std::string cache_directory(const Settings& settings, const Environment& environment) {
  if (settings.is_on(Opt::kNoCache)) return "";
  std::string directory = settings.value(Opt::kCacheDir);
  if (directory.empty()) {
    if (const auto cache = environment.variable("XDG_CACHE_HOME")) {
      directory = joined(*cache, "pin-compile");
    } else if (!environment.home().empty()) {
      directory = environment.home() + "/.cache/pin-compile";
    }
  }
  return directory.empty() ? directory : joined(environment.working_directory, directory);
}

Result<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t number = 0;
  std::size_t at = 0;
  while (at < text.size() && at < 15 && text[at] >= '0' && text[at] <= '9')
    number = number * 10 + static_cast<std::uint64_t>(text[at++] - '0');
  std::string unit(text.substr(at));
  std::erase(unit, ' ');
  std::ranges::transform(unit, unit.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  const std::string_view prefixes = "KMGT";
  std::uint64_t factor = 1;
  const std::size_t power = unit.empty() ? std::string_view::npos : prefixes.find(unit.front());
  const bool plain = unit.empty() || unit == "B";
  if (!plain && power != std::string_view::npos) {
    const std::string_view rest = std::string_view(unit).substr(1);
    const std::uint64_t base = rest == "B" ? 1000 : 1024;
    if (rest == "B" || rest == "IB" || rest.empty())
      for (std::size_t i = 0; i <= power; ++i) factor *= base;
  }
  if (at == 0 || (!plain && factor == 1))
    return Error{ErrorKind::kInvalidArgument,
                 fmt::format("--cache-size needs a size, not \"{}\"", text),
                 {},
                 {},
                 {"for example 500MB or 2GiB"}};
  return number * factor;
}

}  // namespace pincompile::tool
