// RequiresPython: one of the sets has to admit the Python.
// SPDX-License-Identifier: MIT
#include <algorithm>

#include "pincompile/inputs.h"

namespace pincompile {

bool RequiresPython::admits(const Version& python) const {
  return any_of.empty() || std::ranges::any_of(any_of, [&python](const SpecifierSet& set) {
           return set.contains(python);
         });
}

}  // namespace pincompile
