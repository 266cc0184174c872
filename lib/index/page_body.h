// The body of a page, JSON or HTML, to a page record.
// SPDX-License-Identifier: MIT
#pragma once

#include "index/net_parts.h"
#include "index/simple_json.h"
#include "pincompile/fact_source.h"

namespace pincompile {

/// What we ask for: JSON if there is any, for it says sizes and times.
inline constexpr const char* kPageTypes =
    "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, "
    "text/html;q=0.01";

/// What reads the rest of an answer of which a part is here; null if it has to be there whole.
std::shared_ptr<BodyReader> page_reader(const HttpResponse& part, const std::string& project);

/// errors   kCorrupt: no page of this project; kUnsupported: API version 2 or later.
/// threads  any.
Result<RecordBytes> read_page_body(const HttpResponse& response, const std::string& project,
                                   NetParts& parts);

}  // namespace pincompile
