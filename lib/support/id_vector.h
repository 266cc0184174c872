// IdVector<Id, T>: a vector indexed by one kind of id.
// SPDX-License-Identifier: MIT
#pragma once

#include <utility>
#include <vector>

#include "support/require.h"

namespace pincompile {

template <class IdType, class T>
class IdVector {
 public:
  T& operator[](IdType id) {
    PINCOMPILE_REQUIRE(id.value() < items_.size(), "id within the vector");
    return items_[id.value()];
  }
  const T& operator[](IdType id) const {
    PINCOMPILE_REQUIRE(id.value() < items_.size(), "id within the vector");
    return items_[id.value()];
  }

  /// Appends and returns the new element's id.
  IdType push_back(T item) {
    items_.push_back(std::move(item));
    return IdType(items_.size() - 1);
  }
  void resize(std::size_t count) { items_.resize(count); }
  void reserve(std::size_t count) { items_.reserve(count); }
  void clear() { items_.clear(); }
  std::size_t size() const { return items_.size(); }
  bool empty() const { return items_.empty(); }
  bool contains(IdType id) const { return id.value() < items_.size(); }

  auto begin() { return items_.begin(); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin(); }
  auto end() const { return items_.end(); }
  const std::vector<T>& items() const { return items_; }

 private:
  std::vector<T> items_;
};

}  // namespace pincompile
