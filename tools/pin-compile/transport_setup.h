// How servers are talked to - proxies, certificates, patience - from settings and variables.
// SPDX-License-Identifier: MIT
#pragma once

#include "environment.h"
#include "pincompile/index_options.h"
#include "settings.h"

namespace pincompile::tool {

Result<TransportOptions> transport_options(const Settings& settings,
                                           const Environment& environment);

/// Files of certificates that the user named for this run have to be there. pip-compile looks when
/// it first needs one.
Result<void> check_certificates(const Settings& settings, FileSystem& files);

}  // namespace pincompile::tool
