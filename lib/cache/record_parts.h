// What page and dependency records have in common: version keys, intervals, lists of texts, and the
// envelope that tells our records from other bytes. All views read in place, check their offsets at
// access and answer with something empty where the bytes are damaged. Records are read as the
// machine's own numbers, so they are little-endian only (see records.fbs).
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"
#include "support/digest.h"

namespace pincompile {

/// One number for all kinds of records and for the store; another number is a miss.
inline constexpr std::uint32_t kRecordSchema = 4;

/// A version key, or the end of an interval, as it stands in a record.
struct KeyView {
  Key16 head;
  std::string_view tail = {};  ///< what is beyond 16 bytes; usually empty

  friend std::strong_ordering operator<=>(const KeyView& a, const KeyView& b) {
    return compare_keys(a.head, a.tail, b.head, b.tail);
  }
  friend bool operator==(const KeyView& a, const KeyView& b) {
    return a.head == b.head && a.tail == b.tail;
  }
};

/// `key` outlives the view. That of a Version is key_view(version) of packaging/version_key.h.
inline KeyView key_view(std::string_view key) { return {key16(key), key_tail(key)}; }

/// Texts or byte strings of a record: number i lies at begin[i] .. begin[i + 1].
struct TextList {
  std::span<const std::uint32_t> begin;  ///< n + 1 offsets
  std::span<const std::uint8_t> bytes;

  std::size_t size() const { return begin.empty() ? 0 : begin.size() - 1; }
  std::string_view operator[](std::size_t i) const {
    if (i + 1 >= begin.size() || begin[i] > begin[i + 1] || begin[i + 1] > bytes.size()) return {};
    return {reinterpret_cast<const char*>(bytes.data()) + begin[i], begin[i + 1] - begin[i]};
  }
};

/// `[low, high)` of version keys, as stored. Tails are numbers of the record's key tails.
struct StoredInterval {
  Key16 low;
  Key16 high;
  std::uint32_t low_tail;
  std::uint32_t high_tail;  ///< kUnbounded: no upper end

  static constexpr std::uint32_t kUnbounded = 0xffffffff;
};

/// Specifiers as intervals of version keys.
class IntervalsView {
 public:
  IntervalsView() = default;
  IntervalsView(std::span<const StoredInterval> intervals, TextList texts)
      : intervals_(intervals), texts_(texts) {}

  std::size_t size() const { return intervals_.size(); }
  KeyView low(std::size_t i) const { return {intervals_[i].low, texts_[intervals_[i].low_tail]}; }
  bool bounded(std::size_t i) const {
    return intervals_[i].high_tail != StoredInterval::kUnbounded;
  }
  /// If bounded(i).
  KeyView high(std::size_t i) const {
    return {intervals_[i].high, texts_[intervals_[i].high_tail]};
  }
  bool contains(const KeyView& key) const;

 private:
  std::span<const StoredInterval> intervals_;
  TextList texts_;
};

/// Some texts of a record.
class TextsView {
 public:
  TextsView() = default;
  TextsView(std::span<const std::uint32_t> numbers, TextList texts)
      : numbers_(numbers), texts_(texts) {}

  std::size_t size() const { return numbers_.size(); }
  bool empty() const { return numbers_.empty(); }
  std::string_view operator[](std::size_t i) const { return texts_[numbers_[i]]; }

 private:
  std::span<const std::uint32_t> numbers_;
  TextList texts_;
};

/// Which versions satisfy a specifier set: those whose key lies in an interval and whose spelling
/// equals each of the arbitrary texts (`===`, ASCII case-insensitively).
struct SpecifierView {
  Id64 id = 0;            ///< id64 of `text`
  std::string_view text;  ///< normalised (SpecifierSet::to_string); empty = any version
  IntervalsView intervals;
  TextsView arbitrary;

  bool contains(const KeyView& key, std::string_view spelling) const;
};

/// The empty specifier set.
SpecifierView any_version();

/// A specifier set as stored.
struct StoredSpecifier {
  Id64 id;
  std::uint32_t text;
  std::uint32_t interval_begin, interval_end;
  std::uint32_t arbitrary_begin, arbitrary_end;
  std::uint32_t unreadable;
};

/// begin .. end of `all`; empty if these are no positions in it.
template <class T>
std::span<const T> part_of(std::span<const T> all, std::uint32_t begin, std::uint32_t end) {
  if (begin > end || end > all.size()) return {};
  return all.subspan(begin, end - begin);
}

/// Whether the bytes are an undamaged record of this schema, by the checksum over its head: what a
/// resolve reads of every version; of a dependency record, all. Each file of a page's tail has a
/// checksum of its own, looked at by PageView::details. Done once per record when it leaves the
/// store.
///
/// cost     O(n), about 0.1 ns per byte.
bool record_is_intact(std::span<const std::byte> record);

/// The head of a whole record, and what stands behind it. The store keeps them apart, so that a run
/// has nothing of the tail in memory but what it reads. Empty if the bytes are no record.
struct RecordHalves {
  std::span<const std::byte> head, tail;
};
RecordHalves split_record(std::span<const std::byte> record);

/// The tail of a record whose head was read from elsewhere.
class RecordTail {
 public:
  virtual ~RecordTail() = default;
  /// Bytes begin .. begin + size, 8-byte aligned if `begin` is; empty if they are not there. Good
  /// for as long as this is.
  virtual std::span<const std::byte> read(std::uint64_t begin, std::uint64_t size) const = 0;
  /// The same for one look: they may stand in `memory`, and nothing is kept.
  virtual std::span<const std::byte> read_into(std::vector<std::uint64_t>& memory,
                                               std::uint64_t begin, std::uint64_t size) const = 0;
};

}  // namespace pincompile
