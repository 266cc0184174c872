// Texts at the end of a run.
// SPDX-License-Identifier: MIT
#include "summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace pincompile::tool {
namespace {

constexpr std::size_t kMostDirect = 5;
constexpr auto kTwoYears = std::chrono::hours(24 * 730);

bool is_old(const Pin& pin) {
  return pin.uploaded && pin.newest_uploaded && *pin.newest_uploaded - *pin.uploaded >= kTwoYears;
}

/// What keeps the newest version away: who stands in the way of the nearest one that somebody does,
/// else what is wrong with the newest itself.
std::string cause_of(const Pin& pin) {
  for (const HeldBack& held : pin.held_back) {
    if (!held.by.empty()) return held.by.front();
  }
  return pin.held_back.empty() ? std::string() : pin.held_back.back().text;
}

}  // namespace

std::vector<std::string> list_changes(const std::vector<ExistingPin>& before,
                                      const Resolution& resolution) {
  std::map<std::string, std::string> old_versions;
  for (const ExistingPin& pin : before) old_versions[pin.name] = pin.version;
  std::vector<std::string> changes;
  for (const Pin& pin : resolution.pins) {
    const auto old = old_versions.find(pin.name);
    if (pin.direct_line) {
    } else if (old == old_versions.end()) {
      changes.push_back(fmt::format("+{} {}", pin.name, pin.version));
    } else if (old->second != pin.version) {
      changes.push_back(fmt::format("{} {} -> {}", pin.name, old->second, pin.version));
    }
    if (old != old_versions.end()) old_versions.erase(old);
  }
  for (const auto& [name, version] : old_versions) changes.push_back("-" + name);
  return changes;
}

std::vector<std::string> held_back_lines(const Resolution& resolution) {
  std::vector<std::string> lines;
  std::size_t direct = 0;
  for (const Pin& pin : resolution.pins) {
    if (pin.newest.empty() || pin.newest == pin.version || pin.direct_line) continue;
    const bool listed = pin.direct && !pin.held_back.empty() && direct < kMostDirect;
    if (listed) ++direct;
    if (!listed && !is_old(pin)) continue;
    const std::string cause = cause_of(pin);
    lines.push_back(
        cause.empty()
            ? fmt::format("{} {} ({} exists)", pin.name, pin.version, pin.newest)
            : fmt::format("{} {} ({} exists; {})", pin.name, pin.version, pin.newest, cause));
  }
  return lines;
}

}  // namespace pincompile::tool
