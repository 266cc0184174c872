// Greedy filling, as terminals are read.
// SPDX-License-Identifier: MIT
#include "output/folding.h"

#include <algorithm>

namespace pincompile {

std::string folded(std::string_view text, std::size_t taken, std::size_t indent) {
  std::string result;
  std::size_t column = taken;
  bool is_first = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    if (!is_first && column + 1 + word.size() > kMessageWidth) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!is_first) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
    is_first = false;
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return result;
}

}  // namespace pincompile
