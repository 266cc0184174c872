// Project names: PEP 508 validity, PEP 503 normal form.
// SPDX-License-Identifier: MIT
#include "pincompile/name.h"

#include <algorithm>

#include "packaging/character_class.h"

namespace pincompile {

bool is_valid_name(std::string_view name) {
  if (name.empty() || !is_alphanumeric(name.front()) || !is_alphanumeric(name.back())) return false;
  return std::ranges::all_of(name, [](char c) { return is_alphanumeric(c) || is_separator(c); });
}

std::string normalize_name(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  bool in_run = false;
  for (const char c : name) {
    if (is_separator(c)) {
      if (!in_run) out += '-';
      in_run = true;
    } else {
      out += to_lower(c);
      in_run = false;
    }
  }
  return out;
}

}  // namespace pincompile
