// Which project may need which, over all versions that a resolve looked at.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pincompile/clock.h"
#include "pincompile/fact_source.h"
#include "pincompile/observer.h"
#include "pincompile/request.h"

namespace pincompile {

struct RequirementLink {
  std::string from;  ///< normalised name
  std::string to;
  std::string text = {};       ///< as the newest version that was looked at states it
  std::string version = {};    ///< that version of `from`
  std::uint32_t versions = 0;  ///< versions of `from` that need it, among those looked at
};

struct RequirementLinks {
  std::vector<std::string> direct = {};     ///< projects of requirement lines, sorted
  std::vector<RequirementLink> links = {};  ///< by names
};

/// Resolves; whether there is a solution does not matter.
///
/// errors   as Resolver::resolve
Result<RequirementLinks> requirement_links(FactSource& facts, Clock& clock,
                                           const ResolveRequest& request,
                                           ResolveObserver* observer);

}  // namespace pincompile
