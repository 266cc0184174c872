// RemoteFacts: a FactSource that also says how long its pages stay good, and can be asked whether a
// known page still is. RFC 9110 has the conditional requests, RFC 9111 freshness. Below
// CachedFacts.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "pincompile/fact_source.h"
#include "pincompile/http_transport.h"

namespace pincompile {

using FactAnswer = decltype(Fact::answer);

/// What the server said about a page's freshness.
struct PageFreshness {
  std::string etag = {};
  std::string last_modified = {};
  std::uint32_t max_age_seconds = 600;  ///< of Cache-Control; 600 if it names none

  friend bool operator==(const PageFreshness&, const PageFreshness&) = default;
};

/// Freshness told by an answer's headers; `known` is what the request was conditional on. nullopt:
/// must not be kept (Cache-Control: no-store).
std::optional<PageFreshness> freshness_of(const HttpResponse& response,
                                          const PageFreshness& known = {});

/// A page want below MultiIndex carries the one index to ask in `Want::index_url` (without user
/// part, as in IndexOptions::name_of). A page of a find-links location is asked for the same way.
class RemoteFacts : public FactSource {
 public:
  /// Asks for a page whose record is known. The answer is PageFound with an empty record if the
  /// known one is still good, else as for `request`.
  virtual void revalidate(Want page, PageFreshness known) = 0;
  /// Freshness of a page fact (found, still good or absent) that the last `wait` returned; nullopt
  /// for all others, and for pages that must not be kept (local files, no-store).
  virtual std::optional<PageFreshness> freshness(std::uint64_t want_id) const = 0;
};

}  // namespace pincompile
