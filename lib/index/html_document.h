// HTML of repository pages, by libxml2's forgiving parser: anchors, <base>, the two <meta> we know.
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "index/net_parts.h"

namespace pincompile {

/// As NetParts::read_html.
Result<HtmlPage> read_html_document(std::string_view text);

}  // namespace pincompile
