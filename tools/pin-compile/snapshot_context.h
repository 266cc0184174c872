// What a run was asked, beside the facts it took in (behaviour.md 9.5): written by --record, and
// the defaults of --replay.
// SPDX-License-Identifier: MIT
#pragma once

#include "compile.h"

namespace pincompile::tool {

SnapshotContext snapshot_context_of(Run& run, const Compiled& compiled);

/// Under --replay: opens the snapshot and adds what it knows to settings that do not say it:
/// target, cutoff, options, sources. The compiler reads the recorded texts. Without --replay,
/// nothing.
///
/// errors   as Compiler::open_world.
Result<void> open_snapshot(Run& run, Compiler& compiler, Settings& settings);

}  // namespace pincompile::tool
