// What the two forms of a page have in common: the API version (PEP 629), the project's status (PEP
// 792), file URLs. SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "cache/page_record.h"
#include "index/simple_json.h"

namespace pincompile {

/// errors   kUnsupported for version 2.0 or later. A text that is no version counts as 1.0.
Result<void> check_api_version(std::string_view version, const PageOrigin& origin);

/// Unknown texts count as active.
ProjectStatus project_status(std::string_view text);

/// Absolute, without user part and fragment. Views into `url` where it is already so, else into a
/// text added to `store`.
std::string_view file_url(std::string_view url, std::string_view base,
                          std::deque<std::string>& store);

}  // namespace pincompile
