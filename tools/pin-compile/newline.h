// Line ends of an output (behaviour.md 2.9).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>

#include "jobs.h"
#include "pincompile/file_system.h"
#include "pincompile/writer.h"

namespace pincompile::tool {

/// `old_text` is what the output holds before the run, `files` where its sources are read.
Newline newline_for(const Job& job, const std::optional<std::string>& old_text, FileSystem& files);

}  // namespace pincompile::tool
