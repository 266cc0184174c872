// Id<Tag>: a 32-bit index that cannot be mistaken for another kind of index.
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace pincompile {

template <class Tag>
class Id {
 public:
  constexpr Id() = default;
  constexpr explicit Id(std::uint32_t value) : value_(value) {}
  constexpr explicit Id(std::size_t value) : value_(static_cast<std::uint32_t>(value)) {}

  /// The id of nothing; also the default.
  static constexpr Id none() { return Id(); }
  constexpr bool is_none() const { return value_ == kNone; }
  constexpr std::uint32_t value() const { return value_; }

  friend constexpr auto operator<=>(Id, Id) = default;

 private:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t value_ = kNone;
};

}  // namespace pincompile
