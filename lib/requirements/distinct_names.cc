// Each name against those before it.
// SPDX-License-Identifier: MIT
#include "requirements/distinct_names.h"

#include <fmt/format.h>

#include <map>
#include <string>

#include "pincompile/name.h"

namespace pincompile {

Result<void> names_are_distinct(const TomlDocument& document, const TomlValue& table,
                                std::string_view what) {
  std::map<std::string, std::string> spelled;
  for (const auto& [name, value] : table.entries()) {
    const auto [first, is_new] = spelled.emplace(normalize_name(name), name);
    if (is_new) continue;
    return document.error_at(
        value, ErrorKind::kParse,
        fmt::format("{} \"{}\" and \"{}\" are one name", what, first->second, name));
  }
  return {};
}

}  // namespace pincompile
