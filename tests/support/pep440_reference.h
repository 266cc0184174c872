// The order of PEP 440 in the plainest form: a version as its parts, compared one after the other.
// Reads only normalised texts and shares no code with lib/packaging.
// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <vector>

namespace pincompile::testing {

struct ReferenceVersion {
  std::string epoch = "0";
  std::vector<std::string> release;  // without trailing zeros
  int phase = 3;                     // 0 a, 1 b, 2 rc, 3 none
  std::string phase_number;
  bool post = false;
  std::string post_number;
  bool dev = false;
  std::string dev_number;
  std::vector<std::string> local;
};

ReferenceVersion reference_version(std::string_view normalised);
std::strong_ordering compare(const ReferenceVersion& a, const ReferenceVersion& b);

}  // namespace pincompile::testing
