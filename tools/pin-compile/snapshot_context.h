// What a run was asked, beside the facts it took in (behaviour.md 9.5): written by --record, and
// the defaults of --replay.
// SPDX-License-Identifier: MIT
#pragma once

#include "compile.h"
#include "index/snapshot.h"

namespace pincompile::tool {

SnapshotContext snapshot_context_of(Run& run, const Compiled& compiled);

/// Adds what a snapshot knows to settings that do not say it: target, cutoff, options, sources.
/// Texts of recorded sources are put into `recorded`.
void add_snapshot_defaults(const SnapshotContext& context, Settings& settings, FreshTexts& recorded,
                           const Environment& environment);

}  // namespace pincompile::tool
