// One line for each index: its URL, then the names, all with a tab before.
// SPDX-License-Identifier: MIT
#include "index/closure.h"

#include <algorithm>

#include "support/cursor.h"

namespace pincompile {

std::vector<UsedPage> read_closure(Store& store, std::string_view key) {
  std::vector<UsedPage> pages;
  const auto text = store.text(TextTableKind::kClosures, key);
  if (!text) return pages;
  Cursor cursor(*text);
  const auto word = [&] {
    cursor.take("\t");
    return std::string(cursor.take_while([](char c) { return c != '\t' && c != '\n'; }));
  };
  while (!cursor.at_end()) {
    const std::string index_url = word();
    while (cursor.peek() == '\t') pages.push_back({index_url, word()});
    cursor.take("\n");
  }
  return pages;
}

void keep_closure(Store& store, std::string_view key, std::vector<UsedPage> pages) {
  std::ranges::sort(pages);
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  std::string text;
  for (std::size_t i = 0; i < pages.size(); ++i) {
    if (i == 0 || pages[i].index_url != pages[i - 1].index_url)
      text += (i == 0 ? "\t" : "\n\t") + pages[i].index_url;
    text += "\t" + pages[i].project;
  }
  if (store.text(TextTableKind::kClosures, key) != text)
    store.put_text(TextTableKind::kClosures, key, text);
}

}  // namespace pincompile
