// Collecting a record's texts and specifiers; envelope and checksum.
// SPDX-License-Identifier: MIT
#include "cache/record_builder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "packaging/specifier_ranges.h"

namespace pincompile {

static_assert(std::endian::native == std::endian::little,
              "records are read as the machine's own numbers");
static_assert(sizeof(RecordEnvelope) == 32);

namespace {

constexpr std::size_t kChecksumSkip = 16;  // magic, schema and the checksum itself

std::uint64_t word_at(const char* bytes) {
  std::uint64_t word;
  std::memcpy(&word, bytes, sizeof(word));
  return word;
}

}  // namespace

// Four lanes, so that the multiplications of one do not wait for those of another. Each step is a
// bijection of lane and word, hence no change of one word can cancel itself.
std::uint64_t record_checksum(std::string_view bytes) {
  constexpr std::uint64_t kFactor = 0x9e3779b97f4a7c15u;
  const auto step = [](std::uint64_t lane, const char* at) {
    return std::rotl((lane ^ word_at(at)) * kFactor, 29);
  };
  // In registers: as an array they went through memory, twice the instructions.
  std::uint64_t a = 1, b = 2, c = 3, d = 4;
  std::size_t i = 0;
  for (; i + 32 <= bytes.size(); i += 32) {
    const char* const at = bytes.data() + i;
    a = step(a, at);
    b = step(b, at + 8);
    c = step(c, at + 16);
    d = step(d, at + 24);
  }
  std::array<std::uint64_t, 4> lanes = {a, b, c, d};
  std::array<char, 32> rest = {};
  if (i < bytes.size()) std::memcpy(rest.data(), bytes.data() + i, bytes.size() - i);
  std::uint64_t sum = bytes.size();
  for (std::size_t lane = 0; lane < 4; ++lane) {
    lanes[lane] = step(lanes[lane], rest.data() + 8 * lane);
    sum = (sum ^ lanes[lane]) * kFactor;
    sum ^= sum >> 32;
  }
  return sum;
}

std::uint32_t TextTable::append(std::string_view text) {
  bytes_.append(text);
  begin_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  return static_cast<std::uint32_t>(begin_.size() - 2);
}

std::uint32_t TextTable::intern(std::string_view text) {
  auto [entry, added] = numbers_.insert({std::string(text), 0});
  if (added) entry.value() = append(text);
  return entry->second;
}

StoredInterval SpecifierTable::lower(const KeyInterval& interval) {
  const auto tail = [this](std::string_view key) {
    return key.size() > 16 ? texts_.intern(key_tail(key)) : kNoText;
  };
  return {key16(interval.low), key16(interval.high), tail(interval.low),
          interval.high.empty() ? StoredInterval::kUnbounded : tail(interval.high)};
}

std::uint32_t SpecifierTable::add(const SpecifierSet& set) {
  std::string text = set.to_string();
  const auto [entry, added] =
      numbers_.insert({std::move(text), static_cast<std::uint32_t>(specifiers_.size())});
  if (!added) return entry->second;
  const SpecifierRanges ranges = specifier_ranges(set);
  StoredSpecifier stored = {};
  stored.id = id64(entry->first);
  stored.text = texts_.intern(entry->first);
  stored.interval_begin = static_cast<std::uint32_t>(intervals_.size());
  for (const KeyInterval& interval : ranges.intervals) intervals_.push_back(lower(interval));
  stored.interval_end = static_cast<std::uint32_t>(intervals_.size());
  stored.arbitrary_begin = static_cast<std::uint32_t>(lists_.size());
  for (const std::string& arbitrary : ranges.arbitrary) lists_.push_back(texts_.intern(arbitrary));
  stored.arbitrary_end = static_cast<std::uint32_t>(lists_.size());
  specifiers_.push_back(stored);
  return entry->second;
}

std::uint32_t SpecifierTable::add_unreadable(std::string_view text) {
  StoredSpecifier stored = {};
  stored.id = id64(text);
  stored.text = texts_.intern(text);
  stored.interval_begin = static_cast<std::uint32_t>(intervals_.size());
  intervals_.push_back(lower({}));
  stored.interval_end = static_cast<std::uint32_t>(intervals_.size());
  stored.unreadable = 1;
  specifiers_.push_back(stored);
  return static_cast<std::uint32_t>(specifiers_.size() - 1);
}

RecordBytes seal_record(RecordKind kind, std::string_view payload,
                        std::vector<std::uint64_t> tail) {
  const std::size_t head_words = (sizeof(RecordEnvelope) + payload.size() + 7) / 8;
  tail.reserve(tail.size() + head_words);  // not twice as much
  tail.insert(tail.begin(), head_words, 0);
  const auto words = std::make_shared<std::vector<std::uint64_t>>(std::move(tail));
  char* const bytes = reinterpret_cast<char*>(words->data());
  std::memcpy(bytes + sizeof(RecordEnvelope), payload.data(), payload.size());
  RecordEnvelope envelope = {};
  envelope.magic = kRecordMagic;
  envelope.schema = kRecordSchema;
  envelope.kind = static_cast<std::uint32_t>(kind);
  envelope.head_size = static_cast<std::uint32_t>(head_words * 8);
  envelope.total_size = words->size() * 8;
  std::memcpy(bytes, &envelope, sizeof(envelope));
  envelope.checksum = record_checksum({bytes + kChecksumSkip, envelope.head_size - kChecksumSkip});
  std::memcpy(bytes, &envelope, sizeof(envelope));
  return {{reinterpret_cast<const std::byte*>(bytes), words->size() * 8}, words};
}

std::span<const std::byte> record_payload(std::span<const std::byte> record, RecordKind kind) {
  if (record.size() < sizeof(RecordEnvelope) ||
      reinterpret_cast<std::uintptr_t>(record.data()) % 8 != 0)
    return {};
  RecordEnvelope envelope;
  std::memcpy(&envelope, record.data(), sizeof(envelope));
  if (envelope.magic != kRecordMagic || envelope.schema != kRecordSchema ||
      envelope.kind != static_cast<std::uint32_t>(kind) ||
      envelope.head_size < sizeof(RecordEnvelope) || envelope.head_size > record.size() ||
      (envelope.head_size != record.size() && envelope.total_size != record.size())) {
    return {};
  }
  return record.subspan(sizeof(RecordEnvelope), envelope.head_size - sizeof(RecordEnvelope));
}

}  // namespace pincompile
