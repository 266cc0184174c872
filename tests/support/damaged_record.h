// A page record with one wrong byte in the name of a file, as a bad disk leaves it: the record's
// own checksum does not cover it.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "pincompile/fact_source.h"

namespace pincompile::testing {

/// `filename` stands in the record, in a URL or by itself; its last occurrence is damaged.
inline RecordBytes damaged_record(const RecordBytes& record, std::string_view filename) {
  auto words = std::make_shared<std::vector<std::uint64_t>>((record.bytes.size() + 7) / 8);
  char* const bytes = reinterpret_cast<char*>(words->data());
  std::ranges::copy(record.bytes, reinterpret_cast<std::byte*>(bytes));
  const std::size_t found = std::string_view(bytes, record.bytes.size()).rfind(filename);
  if (found != std::string_view::npos) bytes[found] ^= 1;
  return {{reinterpret_cast<const std::byte*>(bytes), record.bytes.size()}, words};
}

}  // namespace pincompile::testing
