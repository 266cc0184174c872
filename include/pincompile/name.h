// Project, extra and group names (PEP 503, PEP 508, PEP 685, PEP 735).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "pincompile/export.h"

namespace pincompile {

/// Whether `name` is a project name: ASCII letters, digits, `.`, `_`, `-`, the first and last a
/// letter or digit.
PINCOMPILE_API bool is_valid_name(std::string_view name);

/// PEP 503 form: lower case, each run of `.`, `_`, `-` one `-`. Extras and groups use the same rule.
///
/// normalize_name("Zope.Interface")  is  "zope-interface"
PINCOMPILE_API std::string normalize_name(std::string_view name);

}  // namespace pincompile
