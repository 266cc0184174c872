// FlatBuffers vectors as spans of our own structs, and back. Only for the .cc files of records,
// which include the generated header first.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace pincompile {

/// A vector read from a verified buffer; empty where the field is absent, or damaged so that its
/// elements would be misaligned (the verifier looks at the alignment of the count only).
template <class Mine, class Vector>
std::span<const Mine> span_of(const Vector* vector) {
  if (vector == nullptr || reinterpret_cast<std::uintptr_t>(vector->Data()) % alignof(Mine) != 0) {
    return {};
  }
  return {reinterpret_cast<const Mine*>(vector->Data()), vector->size()};
}

/// A vector of structs or scalars written from ours; absent where empty.
template <class Stored, class Builder, class Mine>
auto write_structs(Builder& builder, const std::vector<Mine>& values) {
  static_assert(sizeof(Stored) == sizeof(Mine) && alignof(Stored) == alignof(Mine));
  using Offset = decltype(builder.CreateVectorOfStructs(static_cast<const Stored*>(nullptr), 0));
  if (values.empty()) return Offset(0);
  return builder.CreateVectorOfStructs(reinterpret_cast<const Stored*>(values.data()),
                                       values.size());
}

template <class Builder, class Mine>
auto write_scalars(Builder& builder, const Mine* values, std::size_t count) {
  using Offset = decltype(builder.CreateVector(values, count));
  return count == 0 ? Offset(0) : builder.CreateVector(values, count);
}

}  // namespace pincompile
