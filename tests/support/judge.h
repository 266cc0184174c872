// judge: solves a universe with the engine and compares all that comes out with the reference;
// shrink: the smallest universe that still shows a difference.
// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>

#include "universe.h"
#include "universe_driver.h"

namespace pincompile::oracle {

struct Trial {
  solver::Options options = {};
  Delivery delivery = {};
  bool check_proofs = true;
};

/// Empty if verdict, pins, caps, moved pins, notes and proofs are as they must be.
std::string judge(const Universe& universe, const Trial& trial);

/// Removes requirements, lines and marks as long as `fails` says that it still does.
Universe shrink(Universe universe, const std::function<bool(const Universe&)>& fails);

/// judge, and if it objects, its words for the smallest universe together with that universe.
std::string judge_and_shrink(const Universe& universe, const Trial& trial);

/// Number of rounds of a property: `fallback`, times PINCOMPILE_PROPERTY_ROUNDS / 100 if set.
std::uint64_t property_rounds(std::uint64_t fallback);

}  // namespace pincompile::oracle
