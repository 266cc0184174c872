// Several pages of one project as one (unsafe-best-match, --find-links).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pincompile/fact_source.h"

namespace pincompile {

struct MergedPage {
  RecordBytes record;
  std::vector<std::string>
      conflicts;  ///< names of files that two pages list with different digests
  std::optional<std::size_t> damaged;  ///< number of a page with a damaged file; no record then
};

/// Files of earlier pages come first; of two files with one name the first counts.
MergedPage merge_pages(std::string_view project, const std::vector<RecordBytes>& pages);

}  // namespace pincompile
