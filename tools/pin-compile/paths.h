// Texts of paths: joined, split, made relative. No disk is touched; forward slashes only.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile::tool {

bool is_absolute(std::string_view path);
bool is_url(std::string_view path);
/// Directory part without final slash; empty for a bare name.
std::string directory_of(std::string_view path);
std::string base_name(std::string_view path);
/// `path` seen from `directory`; absolute paths and URLs stay.
std::string joined(std::string_view directory, std::string_view path);
/// Without `.`, `..` and doubled slashes as far as the text allows; empty becomes `.`.
std::string cleaned(std::string_view path);
/// Both absolute and cleaned: how to reach `path` from `directory`.
std::string relative_to(std::string_view path, std::string_view directory);

}  // namespace pincompile::tool
