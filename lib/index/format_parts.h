// FormatParts by libxml2 and libarchive.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "index/net_parts.h"

namespace pincompile {

std::unique_ptr<FormatParts> make_format_parts();

}  // namespace pincompile
