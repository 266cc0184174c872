// Where pins go when -o does not say (behaviour.md 1.5).
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace pincompile::tool {

/// `X.in` -> `X-pinned.txt`, `pyproject.toml` -> `requirements-pinned.txt` beside it, `-` -> `-`.
std::string output_name_for(std::string_view source);
/// pip-compile's own rule (2.11): `X.in` -> `X.txt`, cut at the last dot of the whole path.
std::string pip_compile_output_name_for(std::string_view source);
/// `pyproject.toml`, `setup.cfg`, `setup.py`.
bool is_project_file(std::string_view name);
/// Whether a file name selects pylock.toml (PEP 751).
bool is_pylock_name(std::string_view path);

}  // namespace pincompile::tool
