// Cutting and joining.
// SPDX-License-Identifier: MIT
#include "value_lists.h"

#include <algorithm>

namespace pincompile::tool {

std::vector<std::string> split_at_commas(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const std::string& item : more)
    if (std::ranges::find(list, item) == list.end()) list.push_back(item);
}

}  // namespace pincompile::tool
