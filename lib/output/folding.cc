// Words are put on a line as long as they fit.
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
    // What is wider than any line gains nothing by a line of its own.
    const bool fits_a_line = word.size() + indent <= kMessageWidth;
    if (!is_first && column + 1 + word.size() > kMessageWidth && fits_a_line) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!is_first) {
      result += ' ';
      ++column;
    }
    // A list of specifiers may be wider than a line: it breaks at a comma.
    const std::size_t room = kMessageWidth - std::min(column, kMessageWidth);
    const std::size_t comma = word.size() > room ? word.substr(0, room).rfind(',') : word.npos;
    if (comma != word.npos && !fits_a_line) {
      result += word.substr(0, comma + 1);
      result += '\n' + std::string(indent, ' ');
      column = indent;
      is_first = true;
      text.remove_prefix(comma + 1);
      continue;
    }
    result += word;
    column += word.size();
    is_first = false;
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return result;
}

}  // namespace pincompile
