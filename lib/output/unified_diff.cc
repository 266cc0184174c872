// Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986), then hunks.
// SPDX-License-Identifier: MIT
#include "output/unified_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <vector>

namespace pincompile {
namespace {

constexpr std::size_t kContext = 3;
/// Beyond this many differences the rest is shown as replaced: the trace is quadratic in them.
constexpr std::ptrdiff_t kMostDifferences = 4000;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t length = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return lines;
}

struct Edit {
  char kind;  ///< ' ', '-', '+'
  std::string_view line;
  std::size_t old_at;  ///< lines of either text before this one
  std::size_t new_at;
};

/// Furthest reach per diagonal after each round of differences.
using Trace = std::vector<std::vector<std::ptrdiff_t>>;

class Diff {
 public:
  Diff(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after)
      : a_(before), b_(after) {}

  std::vector<Edit> edits() {
    const auto n = static_cast<std::ptrdiff_t>(a_.size());
    const auto m = static_cast<std::ptrdiff_t>(b_.size());
    const std::ptrdiff_t most = std::min(n + m, kMostDifferences);
    std::vector<std::ptrdiff_t> reach(static_cast<std::size_t>(2 * most + 3), 0);
    Trace trace;
    for (std::ptrdiff_t d = 0; d <= most; ++d) {
      trace.push_back(reach);
      for (std::ptrdiff_t k = -d; k <= d; k += 2) {
        std::ptrdiff_t x =
            step_down(reach, k, d, most) ? at(reach, k + 1, most) : at(reach, k - 1, most) + 1;
        std::ptrdiff_t y = x - k;
        while (x < n && y < m &&
               a_[static_cast<std::size_t>(x)] == b_[static_cast<std::size_t>(y)]) {
          ++x;
          ++y;
        }
        at(reach, k, most) = x;
        if (x >= n && y >= m) return walk_back(trace, most);
      }
    }
    return all_replaced();
  }

 private:
  static std::ptrdiff_t& at(std::vector<std::ptrdiff_t>& reach, std::ptrdiff_t k,
                            std::ptrdiff_t most) {
    return reach[static_cast<std::size_t>(k + most + 1)];
  }
  static bool step_down(std::vector<std::ptrdiff_t>& reach, std::ptrdiff_t k, std::ptrdiff_t d,
                        std::ptrdiff_t most) {
    return k == -d || (k != d && at(reach, k - 1, most) < at(reach, k + 1, most));
  }

  Edit edit(char kind, std::ptrdiff_t x, std::ptrdiff_t y) const {
    const auto i = static_cast<std::size_t>(x);
    const auto j = static_cast<std::size_t>(y);
    return {kind, kind == '+' ? b_[j] : a_[i], i, j};
  }

  std::vector<Edit> walk_back(Trace& trace, std::ptrdiff_t most) const {
    std::vector<Edit> edits;
    auto x = static_cast<std::ptrdiff_t>(a_.size());
    auto y = static_cast<std::ptrdiff_t>(b_.size());
    for (auto d = static_cast<std::ptrdiff_t>(trace.size()) - 1; d >= 0; --d) {
      std::vector<std::ptrdiff_t>& reach = trace[static_cast<std::size_t>(d)];
      const std::ptrdiff_t k = x - y;
      const bool down = step_down(reach, k, d, most);
      const std::ptrdiff_t from_x = d == 0 ? 0 : at(reach, down ? k + 1 : k - 1, most);
      const std::ptrdiff_t from_y = d == 0 ? 0 : from_x - (down ? k + 1 : k - 1);
      while (x > from_x && y > from_y) edits.push_back(edit(' ', --x, --y));
      if (d == 0) break;
      if (down) {
        edits.push_back(edit('+', x, --y));
      } else {
        edits.push_back(edit('-', --x, y));
      }
    }
    std::ranges::reverse(edits);
    return edits;
  }

  std::vector<Edit> all_replaced() const {
    std::vector<Edit> edits;
    for (std::size_t i = 0; i < a_.size(); ++i) edits.push_back({'-', a_[i], i, 0});
    for (std::size_t j = 0; j < b_.size(); ++j) edits.push_back({'+', b_[j], a_.size(), j});
    return edits;
  }

  const std::vector<std::string_view>& a_;
  const std::vector<std::string_view>& b_;
};

std::string range_text(std::size_t start, std::size_t count) {
  if (count == 1) return fmt::format("{}", start + 1);
  return fmt::format("{},{}", count == 0 ? start : start + 1, count);
}

std::string hunk(const std::vector<Edit>& edits, std::size_t begin, std::size_t end) {
  std::string body;
  std::size_t old_count = 0;
  std::size_t new_count = 0;
  for (std::size_t i = begin; i < end; ++i) {
    old_count += edits[i].kind != '+';
    new_count += edits[i].kind != '-';
    body += edits[i].kind;
    body += edits[i].line;
    if (!edits[i].line.ends_with('\n')) body += "\n\\ No newline at end of file\n";
  }
  return fmt::format("@@ -{} +{} @@\n{}", range_text(edits[begin].old_at, old_count),
                     range_text(edits[begin].new_at, new_count), body);
}

}  // namespace

std::string unified_diff(std::string_view old_text, std::string_view new_text,
                         std::string_view old_name, std::string_view new_name) {
  if (old_text == new_text) return "";
  const std::vector<std::string_view> before = lines_of(old_text);
  const std::vector<std::string_view> after = lines_of(new_text);
  const std::vector<Edit> edits = Diff(before, after).edits();
  std::string text = fmt::format("--- {}\n+++ {}\n", old_name, new_name);
  for (std::size_t i = 0; i < edits.size();) {
    if (edits[i].kind == ' ') {
      ++i;
      continue;
    }
    const std::size_t begin = i - std::min(i, kContext);
    std::size_t last_change = i;
    for (std::size_t j = i; j < edits.size() && j - last_change <= 2 * kContext; ++j)
      if (edits[j].kind != ' ') last_change = j;
    const std::size_t end = std::min(edits.size(), last_change + kContext + 1);
    text += hunk(edits, begin, end);
    i = end;
  }
  return text;
}

}  // namespace pincompile
