// What no longer fits between inputs and pins, for --check (behaviour.md 7.2).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/inputs.h"

namespace pincompile::tool {

/// `flask>=3 has pin 2.3.3`, `attrs has no pin`, `six is pinned for requirements.in, which no
/// longer names it`. target_id  of the fingerprint; markers are judged for it.
std::vector<std::string> structural_findings(const Inputs& inputs, const PinsFile& pins,
                                             const std::string& target_id);

}  // namespace pincompile::tool
