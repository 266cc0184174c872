// SPDX-License-Identifier: MIT
#include "index/body_budget.h"

#include <utility>

namespace pincompile {

bool BodyBudget::take(std::uint64_t id, std::size_t bytes) {
  if (bytes_ + bytes > kMostBytes) {
    if (alone_ != 0 && alone_ != id) {
      paused_.insert(id);
      return false;
    }
    alone_ = id;
  }
  bytes_of_[id] += bytes;
  bytes_ += bytes;
  return true;
}

void BodyBudget::ended(std::uint64_t id) {
  if (const auto found = bytes_of_.find(id); found != bytes_of_.end()) {
    bytes_ -= found->second;
    bytes_of_.erase(found);
  }
  paused_.erase(id);
  if (alone_ == id) alone_ = 0;
}

std::set<std::uint64_t> BodyBudget::take_paused() {
  if (bytes_ >= kMostBytes && alone_ != 0) return {};
  return std::exchange(paused_, {});
}

}  // namespace pincompile
