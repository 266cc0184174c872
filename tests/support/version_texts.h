// Random texts of versions and specifiers for the laws of lib/packaging: few numbers, so that many
// are equal or neighbours, and all spellings.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "split_mix.h"

namespace pincompile::testing {

std::string random_version_text(oracle::SplitMix& random);
std::string random_specifier_text(oracle::SplitMix& random);
/// Up to three specifiers.
std::string random_specifier_set_text(oracle::SplitMix& random);

}  // namespace pincompile::testing
