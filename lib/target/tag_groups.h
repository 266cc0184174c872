// The tags of a target by groups of equal Python and ABI: a thousand tags are thirty groups of the
// same platforms. Source: PEP 425; order as packaging 26.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "pincompile/target.h"

namespace pincompile {

struct TagGroups {
  struct Group {
    std::string python, abi;
    bool any_platform = false;  ///< the one tag for `any`, else one for each of `platforms`
  };
  std::vector<std::string> platforms;  ///< most preferred first
  std::vector<Group> groups;           ///< the same
};
TagGroups tag_groups(const Target& target);

}  // namespace pincompile
