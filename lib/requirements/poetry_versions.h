// Poetry's version constraints as PEP 440 specifier sets (the table of behaviour.md 5.4).
// source  https://python-poetry.org/docs/dependency-specification/#version-constraints
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>
#include <vector>

#include "pincompile/marker.h"
#include "pincompile/specifier.h"

namespace pincompile {

/// One set per alternative of `||`; empty: any version.
/// errors  kParse with what is wrong.
///
/// parse_poetry_versions("^1.2 || ~2.0.1")  is  {">=1.2,<2", ">=2.0.1,<2.1"}
Result<std::vector<SpecifierSet>> parse_poetry_versions(std::string_view text);

/// `python = "^3.8"` of a dependency as a marker.
Result<Marker> poetry_python_marker(std::string_view text);
/// `platform = "win32 || darwin"` as a marker.
Result<Marker> poetry_platform_marker(std::string_view text);

}  // namespace pincompile
