// Which indexes are asked, and how, from settings and the option lines of sources.
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "messages.h"
#include "pincompile/index_options.h"
#include "pincompile/inputs.h"
#include "settings.h"

namespace pincompile::tool {

Result<IndexOptions> index_options(const Settings& settings, const FileOptions& lines,
                                   const Environment& environment, FileSystem& files,
                                   Messages& messages);

/// To pip an --index-url line of a source replaces all indexes named elsewhere (behaviour.md 1.4,
/// 2.11).
bool lines_alone_name_indexes(bool pip_compile, const FileOptions& lines);

/// Absolute path of a local --find-links; URLs stay.
std::string absolute_place(const std::string& place, const Environment& environment);

}  // namespace pincompile::tool
