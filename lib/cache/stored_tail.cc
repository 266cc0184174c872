// SPDX-License-Identifier: MIT
#include "cache/stored_tail.h"

#include <algorithm>

namespace pincompile {

void StoredTail::rest_at(std::shared_ptr<StoreFile> file, std::span<const StoreFile::Place> parts) {
  file_ = std::move(file);
  for (std::uint64_t part = 0; part < parts.size(); ++part) parts_[part] = parts[part];
  unwritten_ = {};
  owner_.reset();
}

// Of size 0 where there is no such part.
StoreFile::Place StoredTail::place(std::uint64_t part) const {
  const auto known = parts_.find(part);
  if (known != parts_.end()) return known->second;
  const auto found = file_->place(tail_key(page_, part));
  return found ? parts_.emplace(part, *found).first->second : StoreFile::Place{};
}

bool StoredTail::copy(std::uint64_t begin, std::span<std::byte> into) const {
  if (file_ == nullptr) {
    if (begin > unwritten_.size() || into.size() > unwritten_.size() - begin) return false;
    std::ranges::copy(unwritten_.subspan(begin, into.size()), into.begin());
    return true;
  }
  while (!into.empty()) {
    const std::uint64_t offset = begin % kTailPartBytes;
    const std::uint64_t size = std::min<std::uint64_t>(into.size(), kTailPartBytes - offset);
    const StoreFile::Place part = place(begin / kTailPartBytes);
    if (offset + size > part.size || !file_->read_at(part.begin + offset, into.first(size)))
      return false;
    into = into.subspan(size);
    begin += size;
  }
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
  memory.resize((size + 7) / 8);
  const auto into = std::as_writable_bytes(std::span(memory)).first(size);
  return copy(begin, into) ? into : std::span<std::byte>();
}

}  // namespace pincompile
