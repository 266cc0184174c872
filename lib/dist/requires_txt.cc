// Headings become markers.
// SPDX-License-Identifier: MIT
#include "dist/requires_txt.h"

#include <fmt/format.h>

#include <algorithm>

namespace pincompile {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(kBlank);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlank) - begin + 1);
}

// What `[extra:marker]` says about the lines below it.
struct Heading {
  std::string marker;
  std::string extra;
};

Heading read_heading(std::string_view text, RecordedRequirements& found) {
  const std::size_t colon = text.find(':');
  const std::string extra(trimmed(text.substr(0, colon)));
  Heading heading;
  if (colon != std::string_view::npos) heading.marker = trimmed(text.substr(colon + 1));
  if (!extra.empty()) {
    heading.extra = extra;
    if (std::ranges::find(found.provides_extra, extra) == found.provides_extra.end()) {
      found.provides_extra.push_back(extra);
    }
  }
  return heading;
}

std::string with_heading(std::string_view line, const Heading& heading) {
  if (heading.marker.empty() && heading.extra.empty()) return std::string(line);
  // A URL requirement ends at a blank, so a blank goes in front of the semicolon in every case. A
  // line that has a marker of its own keeps it.
  std::string_view requirement = line;
  std::string marker;
  if (const std::size_t semicolon = line.find(" ;"); semicolon != std::string_view::npos) {
    requirement = line.substr(0, semicolon);
    marker = fmt::format("({})", trimmed(line.substr(semicolon + 2)));
  }
  if (!heading.marker.empty()) {
    if (!marker.empty()) marker += " and ";
    marker += heading.extra.empty() && marker.empty() ? heading.marker
                                                      : fmt::format("({})", heading.marker);
  }
  if (!heading.extra.empty()) {
    if (!marker.empty()) marker += " and ";
    marker += fmt::format("extra == \"{}\"", heading.extra);
  }
  return fmt::format("{} ; {}", requirement, marker);
}

}  // namespace

RecordedRequirements parse_requires_txt(std::string_view text) {
  RecordedRequirements found;
  Heading heading;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line.front() == '#') continue;
    if (line.front() == '[' && line.back() == ']') {
      heading = read_heading(line.substr(1, line.size() - 2), found);
    } else {
      found.requires_dist.push_back(with_heading(line, heading));
    }
  }
  return found;
}

}  // namespace pincompile
