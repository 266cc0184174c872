// Counts allocations: linking allocation_counter.cc replaces the global operators new and delete.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace pincompile::testing {

/// Allocations of this thread so far.
std::size_t allocation_count();

}  // namespace pincompile::testing
