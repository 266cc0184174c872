// The pages that a question used the last time it was asked, kept with the cache. A closure of
// dependencies, found layer by layer then and known at once now.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cache/store.h"

namespace pincompile {

struct UsedPage {
  std::string index_url;  ///< as in the want
  std::string project;

  friend auto operator<=>(const UsedPage&, const UsedPage&) = default;
};

/// `key` is any text that tells questions apart. Empty if nothing is known.
std::vector<UsedPage> read_closure(Store& store, std::string_view key);
/// Sorts the pages, and writes them if they are others than those kept.
void keep_closure(Store& store, std::string_view key, std::vector<UsedPage> pages);

}  // namespace pincompile
