// Join, cut the comment, trim, expand: in this order, since each step's traps come from the one
// before.
// SPDX-License-Identifier: MIT
#include "requirements/logical_lines.h"

#include "requirements/unicode_text.h"

namespace pincompile {
namespace {

// Where white space that is followed by `#` begins, or `#` at the start; npos if nowhere.
std::size_t comment_begin(std::string_view line) {
  for (std::size_t hash = line.find('#'); hash != std::string_view::npos;
       hash = line.find('#', hash + 1)) {
    if (hash == 0) return 0;
    std::size_t begin = hash;
    while (begin > 0 && line[begin - 1] == ' ') --begin;  // what annotations stand behind
    while (const std::size_t length = trailing_space_length(line.substr(0, begin))) begin -= length;
    if (begin != hash) return begin;
  }
  return std::string_view::npos;
}

std::string_view without_backslashes(std::string_view line) {
  while (line.starts_with('\\')) line.remove_prefix(1);
  while (line.ends_with('\\')) line.remove_suffix(1);
  return line;
}

bool is_variable_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class LineCollector {
 public:
  explicit LineCollector(const VariableLookup& variable) : variable_(variable) {}

  void add(std::uint32_t number, std::string_view joined) {
    const std::string_view text = trim_space(joined.substr(0, comment_begin(joined)));
    if (text.empty()) return;
    lines_.push_back({number, std::string(text), expand_variables(text, variable_)});
  }
  std::vector<LogicalLine> take() { return std::move(lines_); }

 private:
  const VariableLookup& variable_;
  std::vector<LogicalLine> lines_;
};

}  // namespace

std::vector<LogicalLine> logical_lines(std::string_view text, const VariableLookup& variable) {
  LineCollector collector(variable);
  std::string joined;
  std::uint32_t first = 0;  // of the line being joined; 0 = none
  std::uint32_t number = 0;
  for (const std::string_view line : split_lines(text)) {
    ++number;
    const bool is_comment = comment_begin(line) == 0;
    if (line.ends_with('\\') && !is_comment) {
      if (first == 0) first = number;
      joined += without_backslashes(line);
    } else if (first == 0) {
      collector.add(number, line);
    } else {
      if (is_comment) joined += ' ';  // so that it is still a comment where it now stands
      joined += line;
      collector.add(first, joined);
      joined.clear();
      first = 0;
    }
  }
  if (first != 0) collector.add(first, joined);
  return collector.take();
}

std::string expand_variables(std::string_view text, const VariableLookup& variable) {
  if (!variable || text.find("${") == std::string_view::npos) return std::string(text);
  std::string expanded;
  std::size_t copied = 0;
  for (std::size_t at = text.find("${"); at != std::string_view::npos;
       at = text.find("${", at + 1)) {
    std::size_t end = at + 2;
    while (end < text.size() && is_variable_character(text[end])) ++end;
    if (end == at + 2 || end == text.size() || text[end] != '}') continue;
    const std::optional<std::string> value =
        variable(std::string(text.substr(at + 2, end - at - 2)));
    if (!value || value->empty()) continue;
    expanded += text.substr(copied, at - copied);
    expanded += *value;
    copied = end + 1;
  }
  expanded += text.substr(copied);
  return expanded;
}

}  // namespace pincompile
