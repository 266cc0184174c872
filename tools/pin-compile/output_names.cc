// Derived output names.
// SPDX-License-Identifier: MIT
#include "output_names.h"

#include "paths.h"

namespace pincompile::tool {
namespace {

std::string stem_of(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string::npos || dot == 0 ? name : name.substr(0, dot);
}

}  // namespace

bool is_project_file(std::string_view name) {
  return name == "pyproject.toml" || name == "setup.cfg" || name == "setup.py";
}

std::string output_name_for(std::string_view source) {
  if (source == "-") return "-";
  const std::string directory = is_url(source) ? "" : directory_of(source);
  const std::string name = base_name(source);
  return joined(directory,
                (is_project_file(name) ? "requirements" : stem_of(name)) + "-pinned.txt");
}

std::string pip_compile_output_name_for(std::string_view source) {
  if (source == "-") return "-";
  const std::string path(source);
  if (is_project_file(base_name(source))) return joined(directory_of(source), "requirements.txt");
  const std::size_t dot = path.rfind('.');
  return (dot == std::string::npos ? path : path.substr(0, dot)) + ".txt";
}

bool is_pylock_name(std::string_view path) {
  const std::string name = base_name(path);
  if (name == "pylock.toml") return true;
  if (!name.starts_with("pylock.") || !name.ends_with(".toml") || name.size() < 13) return false;
  return name.substr(7, name.size() - 12).find('.') == std::string::npos;
}

}  // namespace pincompile::tool
