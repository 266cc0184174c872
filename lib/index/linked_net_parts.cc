// The network parts where everything is linked: the library, and tests.
// SPDX-License-Identifier: MIT
#include "index/format_parts.h"
#include "index/net_parts.h"

pincompile::NetParts* pincompile_net_parts(unsigned version) {
  if (version != pincompile::kNetPartsVersion) return nullptr;
  const auto formats = []() -> pincompile::Result<std::unique_ptr<pincompile::FormatParts>> {
    return pincompile::make_format_parts();
  };
  return pincompile::make_net_parts(formats).release();
}
