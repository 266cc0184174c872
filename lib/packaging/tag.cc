// Compatibility tags and compressed tag sets. Source: PEP 425.
// SPDX-License-Identifier: MIT
#include "pincompile/tag.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "packaging/character_class.h"

namespace pincompile {
namespace {

constexpr std::size_t kMostTags = 4096;

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (;;) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    parts.emplace_back(text.substr(begin, end - begin));
    if (end == text.size()) return parts;
    begin = end + 1;
  }
}

// `cp312`, `py3`: an interpreter has a name.
bool is_python_part(const std::string& part) { return is_letter(part.front()); }

bool is_tag_part(const std::string& part) {
  return !part.empty() &&
         std::ranges::all_of(part, [](char c) { return is_alphanumeric(c) || c == '_'; });
}

Error no_tag_set(std::string_view text, std::string_view why) {
  return Error{ErrorKind::kParse,
               fmt::format("\"{}\" is not a tag set: {}", text.substr(0, 80), why)};
}

}  // namespace

std::string Tag::to_string() const { return fmt::format("{}-{}-{}", python, abi, platform); }

Result<std::vector<Tag>> parse_tag_set(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), to_lower);
  const auto sets = split(lower, '-');
  if (sets.size() != 3) return no_tag_set(text, "expected python-abi-platform");
  std::array<std::vector<std::string>, 3> parts;
  for (std::size_t i = 0; i < 3; ++i) {
    parts[i] = split(sets[i], '.');
    if (!std::ranges::all_of(parts[i], is_tag_part)) {
      return no_tag_set(text, "expected letters, digits and _ joined by dots");
    }
  }
  if (!std::ranges::all_of(parts[0], is_python_part))
    return no_tag_set(text, "expected the name of an interpreter");
  if (parts[0].size() * parts[1].size() * parts[2].size() > kMostTags)
    return no_tag_set(text, "too many tags");
  std::vector<Tag> tags;
  for (const auto& python : parts[0]) {
    for (const auto& abi : parts[1]) {
      for (const auto& platform : parts[2]) tags.push_back({python, abi, platform});
    }
  }
  return tags;
}

}  // namespace pincompile
