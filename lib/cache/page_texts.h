// PageTexts: texts of a page whose source does not live as long as they are wanted.
// SPDX-License-Identifier: MIT
#pragma once

#include <deque>
#include <string>
#include <string_view>

namespace pincompile {

/// Blocks of many texts each; what was kept stays where it is.
class PageTexts {
 public:
  /// The two joined.
  std::string_view keep(std::string_view text, std::string_view more = {});

 private:
  std::deque<std::string> blocks_;
};

}  // namespace pincompile
