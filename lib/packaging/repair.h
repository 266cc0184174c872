// Repairs of requirement and specifier texts that PyPI holds although no standard allows them.
// Source: the list of behaviour.md 4.10, which is uv's.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace pincompile {

std::string insert_missing_commas(const std::string& text);          ///< `>=1<2` -> `>=1,<2`
std::string replace_tilde_after_not_equal(const std::string& text);  ///< `!=~1.0` -> `!=1.0.*`
std::string drop_star_after_order(const std::string& text);          ///< `>=1.9.*` -> `>=1.9`
std::string insert_dot_before_star(const std::string& text);         ///< `!=3.0*` -> `!=3.0.*`
std::string drop_final_comma(const std::string& text);
std::string replace_dev(const std::string& text);                 ///< `>dev` -> `>0.0.0dev`
std::string drop_zero_after_prerelease(const std::string& text);  ///< `9.0.0a1.0` -> `9.0.0a1`
std::string drop_quotes(const std::string& text);                 ///< outside the marker

}  // namespace pincompile
