// Views that page and dependency records share.
// SPDX-License-Identifier: MIT
#include "cache/record_parts.h"

#include <array>
#include <cstring>

#include "cache/record_builder.h"

namespace pincompile {

bool IntervalsView::contains(const KeyView& key) const {
  for (std::size_t i = 0; i < size(); ++i) {
    if (key < low(i)) return false;
    if (!bounded(i) || key < high(i)) return true;
  }
  return false;
}

bool SpecifierView::contains(const KeyView& key, std::string_view spelling) const {
  if (!intervals.contains(key)) return false;
  for (std::size_t i = 0; i < arbitrary.size(); ++i) {
    if (!arbitrary_equal(arbitrary[i], spelling)) return false;
  }
  return true;
}

SpecifierView any_version() {
  static constexpr std::array<StoredInterval, 1> kEverything = {
      {{{}, {}, kNoText, StoredInterval::kUnbounded}}};
  static const Id64 kEmptyTextId = id64("");
  return {kEmptyTextId, {}, IntervalsView(kEverything, {}), {}};
}

bool record_is_intact(std::span<const std::byte> record) {
  if (record.size() < sizeof(RecordEnvelope)) return false;
  RecordEnvelope envelope;
  std::memcpy(&envelope, record.data(), sizeof(envelope));
  if (envelope.magic != kRecordMagic || envelope.schema != kRecordSchema ||
      envelope.head_size < sizeof(RecordEnvelope) || envelope.head_size > record.size() ||
      (envelope.head_size != record.size() && envelope.total_size != record.size())) {
    return false;
  }
  const auto* bytes = reinterpret_cast<const char*>(record.data());
  const std::size_t skip = offsetof(RecordEnvelope, kind);
  return record_checksum({bytes + skip, envelope.head_size - skip}) == envelope.checksum;
}

RecordHalves split_record(std::span<const std::byte> record) {
  RecordEnvelope envelope;
  if (record.size() < sizeof(envelope)) return {};
  std::memcpy(&envelope, record.data(), sizeof(envelope));
  if (envelope.magic != kRecordMagic || envelope.head_size > record.size()) return {};
  return {record.first(envelope.head_size), record.subspan(envelope.head_size)};
}

}  // namespace pincompile
