// License expressions of core metadata (PEP 639).
// source  https://packaging.python.org/specifications/license-expression/ ;
// https://spdx.org/licenses/
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pincompile {

/// The expression with identifiers and operators as SPDX spells them; nullopt if it is none.
///
/// normalize_license_expression("mit and (apache-2.0+ or mpl-2.0)")  is  "MIT AND (Apache-2.0+ OR
/// MPL-2.0)"
std::optional<std::string> normalize_license_expression(std::string_view text);

/// Canonical spelling of an identifier of the SPDX list, searched in any case; empty if it is
/// unknown.
std::string_view spdx_license(std::string_view identifier);
std::string_view spdx_exception(std::string_view identifier);

}  // namespace pincompile
