// Texts made from the option table: --help, shell completions, the manual page.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace pincompile::tool {

std::string help_text();
std::string version_text();
std::string bash_completion();
std::string zsh_completion();
std::string fish_completion();
std::string manual_page();

}  // namespace pincompile::tool
