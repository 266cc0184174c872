// SPDX-License-Identifier: MIT
#include "index/remote_facts.h"

#include <algorithm>
#include <charconv>

#include "index/web_client.h"

namespace pincompile {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::optional<std::uint32_t> seconds(std::string_view text) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc::result_out_of_range) return UINT32_MAX;
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

std::optional<PageFreshness> freshness_of(const HttpResponse& response,
                                          const PageFreshness& known) {
  PageFreshness freshness;
  freshness.etag = header_of(response, "etag");
  freshness.last_modified = header_of(response, "last-modified");
  if (response.status == 304) {
    if (freshness.etag.empty()) freshness.etag = known.etag;
    if (freshness.last_modified.empty()) freshness.last_modified = known.last_modified;
  }
  std::string_view control = header_of(response, "cache-control");
  while (!control.empty()) {
    const std::string_view part = control.substr(0, control.find(','));
    const std::string_view directive = trim(part);
    if (directive == "no-store") return std::nullopt;
    if (directive == "no-cache") freshness.max_age_seconds = 0;
    if (directive.starts_with("max-age=")) {
      freshness.max_age_seconds = seconds(directive.substr(8)).value_or(freshness.max_age_seconds);
    }
    control.remove_prefix(std::min(control.size(), part.size() + 1));
  }
  // What the page has spent in caches on the way here does not count again.
  const std::uint32_t age = seconds(header_of(response, "age")).value_or(0);
  freshness.max_age_seconds -= std::min(age, freshness.max_age_seconds);
  return freshness;
}

}  // namespace pincompile
