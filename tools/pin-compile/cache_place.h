// Where the cache is kept, and how large it may grow.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "environment.h"
#include "settings.h"

namespace pincompile::tool {

/// Empty for --no-cache.
std::string cache_directory(const Settings& settings, const Environment& environment);
/// `2GiB`, `500 MB`, `100000`.
Result<std::uint64_t> parse_size(std::string_view text);

}  // namespace pincompile::tool
