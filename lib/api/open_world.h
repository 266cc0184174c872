// World::open for pin-compile, which loads the network parts late and from a module.
// SPDX-License-Identifier: MIT
#pragma once

#include <memory>

#include "index/net_parts.h"
#include "pincompile/world.h"

namespace pincompile {

/// net      called at the first want that needs it.
/// errors   as World::open, and those of `net`.
Result<std::unique_ptr<World>> open_world(WorldOptions options, WorldPorts ports,
                                          NetPartsLoader net);

}  // namespace pincompile
