// SPDX-License-Identifier: MIT
#include "cache/page_texts.h"

#include <algorithm>

namespace pincompile {

std::string_view PageTexts::keep(std::string_view text, std::string_view more) {
  constexpr std::size_t kBlockBytes = 1 << 14;
  const std::size_t size = text.size() + more.size();
  const bool fits = !blocks_.empty() && blocks_.back().capacity() - blocks_.back().size() >= size;
  if (!fits) blocks_.emplace_back().reserve(std::max(kBlockBytes, size));
  std::string& block = blocks_.back();
  const std::size_t begin = block.size();
  block.append(text).append(more);
  return std::string_view(block).substr(begin);
}

}  // namespace pincompile
