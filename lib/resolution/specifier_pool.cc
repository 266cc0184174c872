// Specifier sets as intervals of version keys, looked up in the sorted keys of a page.
// SPDX-License-Identifier: MIT
#include "resolution/specifier_pool.h"

#include <algorithm>

namespace pincompile {
namespace {

void set_bits(std::span<Word> set, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i < end;) {
    const std::size_t count = std::min<std::size_t>(64 - i % 64, end - i);
    const Word ones = count == 64 ? ~Word{0} : (Word{1} << count) - 1;
    set[i / 64] |= ones << (i % 64);
    i += count;
  }
}

/// Drops the versions whose spelling is not `text` (`===`).
void keep_spelling(std::span<Word> set, const PageView& page, std::string_view text) {
  for (std::uint32_t version = 0; version < page.version_count(); ++version) {
    if (test_bit(set, version) && !arbitrary_equal(page.spelling(version), text)) {
      clear_bit(set, version);
    }
  }
}

void fill_record(const SpecifierView& view, const PageView& page, std::span<Word> out) {
  for (std::size_t i = 0; i < view.intervals.size(); ++i) {
    const std::uint32_t begin = page.lower_bound(view.intervals.low(i));
    const std::uint32_t end =
        view.intervals.bounded(i) ? page.lower_bound(view.intervals.high(i)) : page.version_count();
    set_bits(out, begin, end);
  }
  for (std::size_t i = 0; i < view.arbitrary.size(); ++i) {
    keep_spelling(out, page, view.arbitrary[i]);
  }
}

void fill_text(const SpecifierRanges& ranges, const PageView& page, std::span<Word> out) {
  for (const KeyInterval& interval : ranges.intervals) {
    const std::uint32_t begin = page.lower_bound(key_view(interval.low));
    const std::uint32_t end =
        interval.high.empty() ? page.version_count() : page.lower_bound(key_view(interval.high));
    set_bits(out, begin, end);
  }
  for (const std::string& text : ranges.arbitrary) keep_spelling(out, page, text);
}

bool text_contains(const SpecifierRanges& ranges, const KeyView& key, std::string_view spelling) {
  const auto holds = [&](const KeyInterval& interval) {
    return key >= key_view(interval.low) &&
           (interval.high.empty() || key < key_view(interval.high));
  };
  const auto matches = [&](const std::string& text) { return arbitrary_equal(spelling, text); };
  return std::ranges::any_of(ranges.intervals, holds) &&
         std::ranges::all_of(ranges.arbitrary, matches);
}

}  // namespace

SpecifierPool::SpecifierPool() {
  texts_.push_back(specifier_ranges(SpecifierSet()));
  entries_.push_back({Form::kText, 0, 0});
  by_key_.emplace(id64(""), any());
}

SpecifierId SpecifierPool::of_record(Id64 key, const SpecifierView& view) {
  if (view.text.empty()) return any();
  const auto [found, fresh] = by_key_.try_emplace(key, SpecifierId(entries_.size()));
  if (fresh) {
    entries_.push_back({Form::kRecord, static_cast<std::uint32_t>(records_.size()), 0});
    records_.push_back(view);
  }
  return found->second;
}

SpecifierId SpecifierPool::of_text(const SpecifierSet& set) {
  if (set.empty()) return any();
  const auto [found, fresh] =
      by_key_.try_emplace(id64(set.to_string()), SpecifierId(entries_.size()));
  if (fresh) {
    entries_.push_back({Form::kText, static_cast<std::uint32_t>(texts_.size()), 0});
    texts_.push_back(specifier_ranges(set));
  }
  return found->second;
}

SpecifierId SpecifierPool::both(SpecifierId a, SpecifierId b) {
  if (a == any() || a == b) return b;
  if (b == any()) return a;
  return join(Form::kBoth, a, b);
}

SpecifierId SpecifierPool::either(SpecifierId a, SpecifierId b) {
  if (a == any() || b == any()) return any();
  if (a == b) return a;
  return join(Form::kEither, a, b);
}

SpecifierId SpecifierPool::join(Form form, SpecifierId a, SpecifierId b) {
  const std::uint32_t low = std::min(a.value(), b.value());
  const std::uint32_t high = std::max(a.value(), b.value());
  // Joined sets have no text: their key is mixed from the operands, which are unique in the pool.
  std::uint64_t key = (std::uint64_t{low} << 32 | high) * 0x9e3779b97f4a7c15u;
  key ^= key >> 29 ^ (form == Form::kBoth ? 0x6a09e667f3bcc908u : 0xbb67ae8584caa73bu);
  for (;; ++key) {
    const auto [found, fresh] = by_key_.try_emplace(key, SpecifierId(entries_.size()));
    if (fresh) {
      entries_.push_back({form, low, high});
      return found->second;
    }
    const Entry& entry = entries_[found->second.value()];
    if (entry.form == form && entry.first == low && entry.second == high) return found->second;
  }
}

bool SpecifierPool::contains(SpecifierId id, const KeyView& key, std::string_view spelling) const {
  const Entry entry = entries_[id.value()];
  switch (entry.form) {
    case Form::kRecord:
      return records_[entry.first].contains(key, spelling);
    case Form::kText:
      return text_contains(texts_[entry.first], key, spelling);
    case Form::kBoth:
      return contains(SpecifierId(entry.first), key, spelling) &&
             contains(SpecifierId(entry.second), key, spelling);
    case Form::kEither:
      return contains(SpecifierId(entry.first), key, spelling) ||
             contains(SpecifierId(entry.second), key, spelling);
  }
  return false;
}

void SpecifierPool::fill(SpecifierId id, const PageView& page, std::span<Word> out) const {
  const Entry entry = entries_[id.value()];
  if (entry.form == Form::kRecord) return fill_record(records_[entry.first], page, out);
  if (entry.form == Form::kText) return fill_text(texts_[entry.first], page, out);
  fill(SpecifierId(entry.first), page, out);
  std::vector<Word> other(out.size());
  fill(SpecifierId(entry.second), page, other);
  for (std::size_t i = 0; i < out.size(); ++i) {
    out[i] = entry.form == Form::kBoth ? out[i] & other[i] : out[i] | other[i];
  }
}

}  // namespace pincompile
