// HittingSets: depth-first, smallest open core first.
// SPDX-License-Identifier: MIT
#include "solver/hitting_set.h"

#include <algorithm>

namespace pincompile::solver {

void HittingSets::set_weight(std::uint32_t element, std::uint64_t weight) {
  if (weights_.size() <= element) weights_.resize(element + 1, 1);
  weights_[element] = weight;
}

std::uint64_t HittingSets::solve(const std::vector<bool>& forbidden,
                                 const std::vector<bool>& mandatory) {
  forbidden_ = forbidden;
  forbidden_.resize(weights_.size());
  chosen_.assign(weights_.size(), false);
  seen_.assign(weights_.size(), false);
  current_.clear();
  best_.clear();
  best_weight_ = kImpossible;
  std::uint64_t weight = 0;
  for (std::uint32_t element = 0; element < mandatory.size(); ++element) {
    if (!mandatory[element]) continue;
    chosen_[element] = true;
    current_.push_back(element);
    weight += weights_[element];
  }
  branch(weight);
  return best_weight_;
}

bool HittingSets::is_hit(const std::vector<std::uint32_t>& core) const {
  return std::ranges::any_of(core, [&](std::uint32_t element) { return chosen_[element]; });
}

// Cores without common elements each cost at least their cheapest element.
std::uint64_t HittingSets::lower_bound() {
  std::uint64_t bound = 0;
  std::vector<std::uint32_t> touched;
  for (const auto& core : cores_) {
    if (is_hit(core)) continue;
    std::uint64_t least = kImpossible;
    bool apart = true;
    for (const std::uint32_t element : core) {
      apart = apart && !seen_[element];
      if (!forbidden_[element]) least = std::min(least, weights_[element]);
    }
    if (least == kImpossible) bound = kImpossible / 2;
    if (!apart || least == kImpossible) continue;
    bound += least;
    for (const std::uint32_t element : core) {
      seen_[element] = true;
      touched.push_back(element);
    }
  }
  for (const std::uint32_t element : touched) seen_[element] = false;
  return bound;
}

void HittingSets::branch(std::uint64_t weight) {
  const std::uint64_t bound = lower_bound();
  if (bound >= kImpossible / 2 || weight + bound >= best_weight_) return;
  const std::vector<std::uint32_t>* open = nullptr;
  for (const auto& core : cores_) {
    if (!is_hit(core) && (open == nullptr || core.size() < open->size())) open = &core;
  }
  if (open == nullptr) {
    best_weight_ = weight;
    best_ = current_;
    return;
  }
  // An element tried and left is not tried again below: each set is looked at once.
  std::vector<std::uint32_t> left;
  for (const std::uint32_t element : *open) {
    if (forbidden_[element]) continue;
    chosen_[element] = true;
    current_.push_back(element);
    branch(weight + weights_[element]);
    current_.pop_back();
    chosen_[element] = false;
    forbidden_[element] = true;
    left.push_back(element);
  }
  for (const std::uint32_t element : left) forbidden_[element] = false;
}

}  // namespace pincompile::solver
