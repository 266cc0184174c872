// Files behind URLs: requirements files, and distributions whose digest is wanted.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "pincompile/inputs.h"
#include "run.h"

namespace pincompile::tool {

Result<std::string> fetch_text(Run& run, const Settings& settings, const std::string& url);
/// The same for a large file, with the indexes of the sources' option lines too.
Result<std::string> fetch_file(Run& run, const Settings& settings, const FileOptions& lines,
                               const std::string& url);

}  // namespace pincompile::tool
