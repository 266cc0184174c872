// World::open with the network parts that are linked into the library.
// SPDX-License-Identifier: MIT
#include <memory>
#include <utility>

#include "api/open_world.h"

namespace pincompile {

Result<std::unique_ptr<World>> World::open(WorldOptions options, WorldPorts ports) {
  const std::shared_ptr<NetParts> parts(pincompile_net_parts(kNetPartsVersion));
  return open_world(std::move(options), std::move(ports),
                    [parts]() -> Result<NetParts*> { return parts.get(); });
}

}  // namespace pincompile
