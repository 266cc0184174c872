// Values of the store other than records: freshness of a page, and texts. Both carry a checksum.
// SPDX-License-Identifier: MIT
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cache/store.h"

namespace pincompile {

RecordBytes write_freshness(const StoredFreshness& freshness);
std::optional<StoredFreshness> read_freshness(std::span<const std::byte> value);

struct StoredText {
  std::string text;
  std::chrono::sys_days last_used = {};
};
RecordBytes write_text(const StoredText& text);
std::optional<StoredText> read_text(std::span<const std::byte> value);

}  // namespace pincompile
