// HTML pages (PEP 503, 592, 629, 658, 714): a parsed page to the values of a page record. Pages
// with links (--find-links) are read the same way.
// SPDX-License-Identifier: MIT
#pragma once

#include "cache/page_record.h"
#include "index/net_parts.h"
#include "index/simple_json.h"

namespace pincompile {

/// errors   kUnsupported: API version 2 or later.
/// threads  any.
Result<PageContent> page_from_html(const HtmlPage& page, const PageOrigin& origin);

}  // namespace pincompile
