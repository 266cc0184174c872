// What people mean by requirement lines that are none: other tools' operators, missing commas,
// glued comments, merge conflicts.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile {

/// What to write instead of `text`, which is no requirement; empty if it cannot be told.
std::string requirement_hint(std::string_view text);

/// The same for `name = value`, which pip does not take and Poetry's table is made of.
std::string equals_hint(std::string_view name, std::string_view value);

/// The same for a marker.
std::string marker_hint(std::string_view text);

}  // namespace pincompile
