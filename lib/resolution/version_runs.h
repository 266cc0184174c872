// Version sets in words (behaviour.md 8.1): `X`, `X or later`, `A ... B (37 versions)`, at most
// three runs of versions that are neighbours on the page.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "cache/page_record.h"
#include "support/words.h"

namespace pincompile {

/// versions  in page order.
std::string describe_versions(const PageView& page, Bits versions);

std::size_t count_bits(Bits set);

}  // namespace pincompile
