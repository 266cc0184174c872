// SPDX-License-Identifier: MIT
#include "cache/stored_tail.h"

namespace pincompile {

std::span<const std::byte> StoredTail::read(std::uint64_t begin, std::uint64_t size) const {
  for (const Piece& piece : pieces_) {
    if (piece.begin == begin && piece.words.size() * 8 >= size) {
      return std::as_bytes(std::span(piece.words)).first(size);
    }
  }
  if (!place_) place_ = file_->place(key_).value_or(StoreFile::Place{});
  if (begin > place_->size || size > place_->size - begin) return {};
  Piece piece{begin, std::vector<std::uint64_t>((size + 7) / 8)};
  const auto into = std::as_writable_bytes(std::span(piece.words)).first(size);
  if (!file_->read_at(place_->begin + begin, into)) return {};
  pieces_.push_back(std::move(piece));
  return std::as_bytes(std::span(pieces_.back().words)).first(size);
}

}  // namespace pincompile
