// Compatibility tags (PEP 425): python - abi - platform.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pincompile/result.h"

namespace pincompile {

/// One tag, such as `cp312-cp312-manylinux_2_17_x86_64`; lower case.
struct PINCOMPILE_API Tag {
  std::string python;  ///< `cp312`
  std::string abi;  ///< `cp312`, `abi3`, `none`
  std::string platform;  ///< `manylinux_2_28_x86_64`, `any`

  /// `py3-none-any`.
  std::string to_string() const;
  friend auto operator<=>(const Tag&, const Tag&) = default;
};

/// The tags a compressed set such as `py2.py3-none-any` stands for, in order of expansion.
PINCOMPILE_API Result<std::vector<Tag>> parse_tag_set(std::string_view text);

}  // namespace pincompile
