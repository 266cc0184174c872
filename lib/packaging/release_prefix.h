// The release numbers that `==1.2.*` and `~=1.2.3` fix, as key bytes.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

#include "pincompile/version.h"

namespace pincompile {

/// `1.2.0` as the bytes of `1.2` and one zero: keys drop trailing zeros, wildcards do not.
struct ReleasePrefix {
  std::string_view bytes;  ///< epoch and release numbers up to the last one that is not zero
  std::uint32_t zeros = 0;

  /// Whether the release of the version with this key begins with the prefix, missing numbers read
  /// as zeros.
  bool matches(std::string_view key) const;
};

/// The first `release_length() - drop` release numbers. Lives as long as `version`.
ReleasePrefix release_prefix(const Version& version, std::size_t drop);

}  // namespace pincompile
