// JSON pages of the simple repository API (PEP 691, 700, 714, 792): text to the values of a page
// record.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "pincompile/result.h"

namespace pincompile {

struct PageContent;

/// Bytes that must be readable behind the end of a body (simdjson reads ahead).
inline constexpr std::size_t kSpareBytes = 64;

/// Where a page came from.
struct PageOrigin {
  std::string project;  ///< normalised name that was asked for
  std::string url;      ///< of the page after redirects: base of relative file URLs
};

/// body     UTF-8, followed by kSpareBytes readable bytes; outlives what is returned, which views it.
/// returns  files that are wheels or sdists of this project; entries that cannot be read are
/// skipped. errors   kCorrupt: not a page, or of another project; kUnsupported: API version 2 or
/// later (PEP 629). threads  any.
Result<PageContent> read_json_page(std::string_view body, const PageOrigin& origin);

}  // namespace pincompile
