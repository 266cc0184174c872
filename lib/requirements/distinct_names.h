// Keys of a TOML table that have to be distinct names: extras and groups (PEP 685, PEP 735).
// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

#include "requirements/toml_document.h"

namespace pincompile {

/// Whether no two keys of `table` are one name after normalising.
/// what     what they name, in the plural: `extras`.
/// errors   kParse with the line of the second one.
Result<void> names_are_distinct(const TomlDocument& document, const TomlValue& table,
                                std::string_view what);

}  // namespace pincompile
