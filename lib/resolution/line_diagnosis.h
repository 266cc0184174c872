// What is wrong with one line alone, before any search: an unknown name, no such version, none for
// this Python or platform, none without a build (behaviour.md 8.2 nos. 2 to 6).
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>

#include "resolution/conflict.h"

namespace pincompile {

/// The first requirement line that can never be met, in input order.
std::optional<Conflict> diagnose_lines(const FailedSolve& failed);

/// Project that provides a module of this name, where the two differ; empty if not known.
std::string_view project_of_module(std::string_view name);

}  // namespace pincompile
