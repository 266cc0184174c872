// Numbers stay texts without leading zeros: longer is larger.
// SPDX-License-Identifier: MIT
#include "pep440_reference.h"

#include <algorithm>

namespace pincompile::testing {
namespace {

std::string take_number(std::string_view& text) {
  std::size_t size = 0;
  while (size < text.size() && text[size] >= '0' && text[size] <= '9') ++size;
  std::string number(text.substr(0, size));
  text.remove_prefix(size);
  return number;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

std::strong_ordering by_number(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  return a.compare(b) <=> 0;
}

bool is_number(const std::string& part) {
  return std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
}

std::strong_ordering by_local_part(const std::string& a, const std::string& b) {
  if (is_number(a) != is_number(b)) return is_number(a) <=> is_number(b);
  return is_number(a) ? by_number(a, b) : a.compare(b) <=> 0;
}

template <class Compare>
std::strong_ordering by_parts(const std::vector<std::string>& a, const std::vector<std::string>& b,
                              Compare part) {
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (const auto order = part(a[i], b[i]); order != 0) return order;
  }
  return a.size() <=> b.size();
}

// What stands in for a missing part: a lone dev release is below every phase.
int phase_rank(const ReferenceVersion& v) {
  return v.phase == 3 && !v.post && v.dev ? -1 : v.phase;
}

}  // namespace

ReferenceVersion reference_version(std::string_view text) {
  ReferenceVersion v;
  const std::size_t bang = text.find('!');
  if (bang != std::string_view::npos) {
    v.epoch = text.substr(0, bang);
    text.remove_prefix(bang + 1);
  }
  do {
    v.release.push_back(take_number(text));
  } while (text.size() > 1 && text[0] == '.' && text[1] >= '0' && text[1] <= '9' &&
           take(text, "."));
  while (!v.release.empty() && v.release.back() == "0") v.release.pop_back();
  constexpr std::string_view kPhases[] = {"a", "b", "rc"};
  for (int phase = 0; phase < 3; ++phase) {
    if (!take(text, kPhases[phase])) continue;
    v.phase = phase;
    v.phase_number = take_number(text);
  }
  v.post = take(text, ".post");
  if (v.post) v.post_number = take_number(text);
  v.dev = take(text, ".dev");
  if (v.dev) v.dev_number = take_number(text);
  while (take(text, "+") || take(text, ".")) {
    const std::size_t end = std::min(text.find('.'), text.size());
    v.local.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return v;
}

std::strong_ordering compare(const ReferenceVersion& a, const ReferenceVersion& b) {
  if (const auto order = by_number(a.epoch, b.epoch); order != 0) return order;
  if (const auto order = by_parts(a.release, b.release, by_number); order != 0) return order;
  if (const auto order = phase_rank(a) <=> phase_rank(b); order != 0) return order;
  if (const auto order = by_number(a.phase_number, b.phase_number); order != 0) return order;
  if (a.post != b.post) return a.post <=> b.post;
  if (const auto order = by_number(a.post_number, b.post_number); order != 0) return order;
  if (a.dev != b.dev) return b.dev <=> a.dev;
  if (const auto order = by_number(a.dev_number, b.dev_number); order != 0) return order;
  if (a.local.empty() != b.local.empty()) return b.local.empty() <=> a.local.empty();
  return by_parts(a.local, b.local, by_local_part);
}

}  // namespace pincompile::testing
