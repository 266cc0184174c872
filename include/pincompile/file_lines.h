// Option lines that stand in sources (`--index-url`, `--pre`, ...), merged into the caller's
// options.
// SPDX-License-Identifier: MIT
#pragma once

#include "pincompile/export.h"
#include "pincompile/index_options.h"
#include "pincompile/inputs.h"
#include "pincompile/request.h"

namespace pincompile {

/// Adds what `lines` (Inputs::options) say to options the caller has filled in (behaviour.md 3.4):
/// lists grow, flags are set, and where both name one thing the caller's word stands. Without an
/// index of the caller's the lines' `--index-url` is asked, and without that PyPI; `--no-index`
/// takes all indexes away. Local find-links directories stay as written: make them absolute first.
///
/// with indexes {"https://a/simple"} and a line `--extra-index-url https://b/simple`, the indexes
/// are  {"https://b/simple", "https://a/simple"}
PINCOMPILE_API void add_file_lines(const FileOptions& lines, ResolveOptions& options,
                                   IndexOptions& indexes);

}  // namespace pincompile
