// Which entries of the store go when room is needed: whole projects, those not used for longest
// first. Texts (closures, interpreters, names) go only for their age.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "cache/store_key.h"
#include "cache/tree_pages.h"

namespace pincompile {

struct EvictionRules {
  std::uint64_t bytes_to_free = 0;
  std::chrono::sys_days oldest = {};            ///< what was last used before goes in any case
  std::vector<std::uint64_t> keep_groups = {};  ///< sorted; used in this run
};

struct StoreContents {
  std::uint64_t entries = 0;
  std::uint64_t projects = 0;
  std::uint64_t bytes = 0;  ///< pages taken by entries, roughly
  std::vector<StoreKey> evicted = {};
};

/// Damaged pages: what was met before them.
StoreContents survey(TreePages& pages, const EvictionRules& rules);

}  // namespace pincompile
