// Access to what specifiers keep, for the parsers and range builders of this layer.
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <utility>

#include "pincompile/specifier.h"

namespace pincompile {

struct SpecifierAccess {
  static const Version& version(const Specifier& specifier) { return specifier.version_; }
  /// Adds a member unless an equal one is there.
  static void add(SpecifierSet& set, Specifier specifier) {
    if (std::ranges::find(set.specifiers_, specifier) == set.specifiers_.end()) {
      set.specifiers_.push_back(std::move(specifier));
    }
  }
};

}  // namespace pincompile
