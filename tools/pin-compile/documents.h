// Documents beside the pins: report, graph, explanations, snapshot (behaviour.md 9).
// SPDX-License-Identifier: MIT
#pragma once

#include "compile.h"

namespace pincompile::tool {

/// Writes what was asked for of a job that has an outcome.
Result<void> write_documents(Run& run, const Compiled& compiled, World* world);
/// The same for a job that ended in an error, from what is known of it; trouble is only warned
/// about.
void write_failure_documents(Run& run, const Compiled& compiled, const Error& error, World* world);

/// errors   kInvalidArgument: a --graph suffix that names no format.
Result<void> check_graph_name(const Settings& settings);

}  // namespace pincompile::tool
