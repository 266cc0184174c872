// Settings and the option lines of sources -> what the resolver, the index client and the writer
// take.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "environment.h"
#include "messages.h"
#include "output/option_block.h"
#include "pincompile/index_options.h"
#include "pincompile/inputs.h"
#include "pincompile/request.h"
#include "pincompile/writer.h"
#include "settings.h"

namespace pincompile::tool {

/// Rules of the resolve. `now` dates cutoffs given as an age.
Result<ResolveOptions> resolve_options(const Settings& settings, const FileOptions& lines,
                                       std::chrono::sys_seconds now);

/// Which indexes to ask, and how.
Result<IndexOptions> index_options(const Settings& settings, const FileOptions& lines,
                                   const Environment& environment, FileSystem& files,
                                   Messages& messages);

/// What the output repeats for the installer (2.4). `output` is the path of the file to be written.
OptionBlock option_block(const Settings& settings, const FileOptions& lines,
                         const std::string& output, const Environment& environment,
                         bool pip_compile, Messages& messages);

/// Layout of the output, without command, digests and option lines.
RequirementsTxtOptions writer_options(const Settings& settings, bool pip_compile);

/// --only-binary and --no-binary of all levels, lowest first, as pip reads them.
struct Formats {
  FormatPolicy only_binary = {};
  FormatPolicy no_binary = {};
};
Formats formats_of(const Settings& settings, const FileOptions& lines);

}  // namespace pincompile::tool
