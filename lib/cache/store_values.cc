// Values of the store other than records.
// SPDX-License-Identifier: MIT
#include "cache/store_values.h"

#include <algorithm>
#include <cstring>
#include <vector>

#include "cache/record_builder.h"

namespace pincompile {
namespace {

// In front of each value, followed by its texts, one behind the other.
struct Head {
  std::uint64_t checksum;  // of all behind it
  std::int64_t fetched;
  std::uint32_t max_age_seconds;
  std::int32_t last_used_day;
  std::uint32_t first_size;
  std::uint32_t second_size;
};
static_assert(sizeof(Head) == 32);

RecordBytes write(Head head, std::string_view first, std::string_view second) {
  const std::size_t size = sizeof(Head) + first.size() + second.size();
  const auto words = std::make_shared<std::vector<std::uint64_t>>((size + 7) / 8);
  auto* bytes = reinterpret_cast<char*>(words->data());
  head.first_size = static_cast<std::uint32_t>(first.size());
  head.second_size = static_cast<std::uint32_t>(second.size());
  std::memcpy(bytes, &head, sizeof(head));
  std::copy(second.begin(), second.end(),
            std::copy(first.begin(), first.end(), bytes + sizeof(Head)));
  head.checksum = record_checksum({bytes + 8, words->size() * 8 - 8});
  std::memcpy(bytes, &head.checksum, 8);
  return {std::as_bytes(std::span(*words)), words};
}

struct Parts {
  Head head;
  std::string_view first, second;
};

std::optional<Parts> read(std::span<const std::byte> value) {
  Parts parts = {};
  if (value.size() < sizeof(Head) || value.size() % 8 != 0) return std::nullopt;
  std::memcpy(&parts.head, value.data(), sizeof(Head));
  const std::string_view bytes(reinterpret_cast<const char*>(value.data()), value.size());
  if (record_checksum(bytes.substr(8)) != parts.head.checksum) return std::nullopt;
  const std::string_view texts = bytes.substr(sizeof(Head));
  if (parts.head.first_size > texts.size() ||
      parts.head.second_size > texts.size() - parts.head.first_size) {
    return std::nullopt;
  }
  parts.first = texts.substr(0, parts.head.first_size);
  parts.second = texts.substr(parts.head.first_size, parts.head.second_size);
  return parts;
}

std::chrono::sys_days day(std::int32_t number) {
  return std::chrono::sys_days{std::chrono::days{number}};
}
std::int32_t number_of(std::chrono::sys_days day) {
  return static_cast<std::int32_t>(day.time_since_epoch().count());
}

}  // namespace

RecordBytes write_freshness(const StoredFreshness& freshness) {
  Head head = {};
  head.fetched = freshness.fetched.time_since_epoch().count();
  head.max_age_seconds = freshness.max_age_seconds;
  head.last_used_day = number_of(freshness.last_used);
  return write(head, freshness.etag, freshness.last_modified);
}

std::optional<StoredFreshness> read_freshness(std::span<const std::byte> value) {
  const auto parts = read(value);
  if (!parts) return std::nullopt;
  StoredFreshness freshness;
  freshness.fetched = std::chrono::sys_seconds{std::chrono::seconds{parts->head.fetched}};
  freshness.max_age_seconds = parts->head.max_age_seconds;
  freshness.last_used = day(parts->head.last_used_day);
  freshness.etag = parts->first;
  freshness.last_modified = parts->second;
  return freshness;
}

RecordBytes write_text(const StoredText& text) {
  Head head = {};
  head.last_used_day = number_of(text.last_used);
  return write(head, text.text, {});
}

std::optional<StoredText> read_text(std::span<const std::byte> value) {
  const auto parts = read(value);
  if (!parts) return std::nullopt;
  return StoredText{std::string(parts->first), day(parts->head.last_used_day)};
}

}  // namespace pincompile
