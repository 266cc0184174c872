// What builders of page and dependency records share: collecting texts, specifiers and intervals,
// and sealing the bytes with envelope and checksum.
// SPDX-License-Identifier: MIT
#pragma once

#include <tsl/ordered_map.h>

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cache/record_parts.h"
#include "pincompile/fact_source.h"
#include "pincompile/specifier.h"

namespace pincompile {

enum class RecordKind : std::uint32_t { kPage = 1, kDependencies = 2 };

/// What stands in front of a record's FlatBuffer; 32 bytes.
struct RecordEnvelope {
  std::uint32_t magic;
  std::uint32_t schema;
  std::uint64_t checksum;  ///< of all from here to head_size
  std::uint32_t kind;
  std::uint32_t head_size;   ///< bytes, this envelope and padding included
  std::uint64_t total_size;  ///< bytes, tail included
};
inline constexpr std::uint32_t kRecordMagic = 0x4b504350;  // "PCPK"

/// Finds every change of up to 64 adjacent bits, and others but for one in 2^64.
std::uint64_t record_checksum(std::string_view bytes);

/// A position no text has.
inline constexpr std::uint32_t kNoText = 0xfffffffe;

/// The texts of a record, each once unless it was appended.
class TextTable {
 public:
  /// A new number, whatever was added before.
  std::uint32_t append(std::string_view text);
  /// The number of an equal text, if one was interned.
  std::uint32_t intern(std::string_view text);

  const std::vector<std::uint32_t>& begin() const { return begin_; }
  const std::string& bytes() const { return bytes_; }

 private:
  std::vector<std::uint32_t> begin_ = {0};
  std::string bytes_;
  tsl::ordered_map<std::string, std::uint32_t> numbers_;
};

/// Specifier sets, each once, with their intervals.
class SpecifierTable {
 public:
  explicit SpecifierTable(TextTable& texts) : texts_(texts) {}

  /// Number of the set.
  std::uint32_t add(const SpecifierSet& set);
  /// A set that could not be read: everything, under its own text.
  std::uint32_t add_unreadable(std::string_view text);

  const std::vector<StoredSpecifier>& specifiers() const { return specifiers_; }
  const std::vector<StoredInterval>& intervals() const { return intervals_; }
  const std::vector<std::uint32_t>& lists() const { return lists_; }
  /// Numbers of texts, one after the other, for others than specifiers: extras.
  std::vector<std::uint32_t>& lists() { return lists_; }

 private:
  StoredInterval lower(const KeyInterval& interval);

  TextTable& texts_;
  std::vector<StoredSpecifier> specifiers_;
  std::vector<StoredInterval> intervals_;
  std::vector<std::uint32_t> lists_;
  tsl::ordered_map<std::string, std::uint32_t> numbers_;
};

/// The finished record: envelope, payload and tail, 8-byte aligned. The tail, which becomes the
/// record's end where it stands if it has room in front, is outside the checksum.
RecordBytes seal_record(RecordKind kind, std::string_view payload, std::vector<std::uint64_t> tail);

/// The payload of a record of this kind and schema, be it whole or a head alone; empty for other
/// bytes. Does not look at the checksum.
std::span<const std::byte> record_payload(std::span<const std::byte> record, RecordKind kind);

}  // namespace pincompile
