// SPDX-License-Identifier: MIT
#include "cache/stored_tail.h"

#include <algorithm>

namespace pincompile {

void StoredTail::rest_at(std::shared_ptr<StoreFile> file, const StoreFile::Place& place) {
  file_ = std::move(file);
  place_ = place;
  unwritten_ = {};
  owner_.reset();
}

std::uint64_t StoredTail::size() const {
  if (file_ == nullptr) return unwritten_.size();
  if (!place_) place_ = file_->place(key_).value_or(StoreFile::Place{});
  return place_->size;
}

bool StoredTail::copy(std::uint64_t begin, std::span<std::byte> into) const {
  if (file_ != nullptr) return file_->read_at(place_->begin + begin, into);
  std::ranges::copy(unwritten_.subspan(begin, into.size()), into.begin());
  return true;
}

// Pieces of what is still in memory are copied too: they stay where they are when it goes.
std::span<const std::byte> StoredTail::read(std::uint64_t begin, std::uint64_t size) const {
  const auto known = pieces_.find(begin);
  if (known != pieces_.end() && known->second.size() * 8 >= size) {
    return std::as_bytes(std::span(known->second)).first(size);
  }
  std::vector<std::uint64_t> words;
  if (known != pieces_.end() || read_into(words, begin, size).size() != size) return {};
  const auto added = pieces_.emplace(begin, std::move(words)).first;
  return std::as_bytes(std::span(added->second)).first(size);
}

std::span<const std::byte> StoredTail::read_into(std::vector<std::uint64_t>& memory,
                                                 std::uint64_t begin, std::uint64_t size) const {
  const std::uint64_t whole = this->size();
  if (begin > whole || size > whole - begin) return {};
  memory.resize((size + 7) / 8);
  const auto into = std::as_writable_bytes(std::span(memory)).first(size);
  return copy(begin, into) ? into : std::span<std::byte>();
}

}  // namespace pincompile
