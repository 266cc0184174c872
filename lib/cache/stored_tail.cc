// SPDX-License-Identifier: MIT
#include "cache/stored_tail.h"

namespace pincompile {

std::span<const std::byte> StoredTail::read(std::uint64_t begin, std::uint64_t size) const {
  const auto known = pieces_.find(begin);
  if (known != pieces_.end() && known->second.size() * 8 >= size) {
    return std::as_bytes(std::span(known->second)).first(size);
  }
  if (!place_) place_ = file_->place(key_).value_or(StoreFile::Place{});
  if (begin > place_->size || size > place_->size - begin) return {};
  std::vector<std::uint64_t> words((size + 7) / 8);
  const auto into = std::as_writable_bytes(std::span(words)).first(size);
  if (known != pieces_.end() || !file_->read_at(place_->begin + begin, into)) return {};
  const auto added = pieces_.emplace(begin, std::move(words)).first;
  return std::as_bytes(std::span(added->second)).first(size);
}

}  // namespace pincompile
