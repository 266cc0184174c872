// setup.cfg of setuptools (behaviour.md 5.5).
// source  https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "requirements/project_source.h"

namespace pincompile {

/// errors  kNotFound, kIo; kParse with the line.
Result<ProjectSource> read_setup_cfg(FileSystem& files, const std::string& path);

/// The `version` it states as plain text; empty if it is computed.
std::string setup_cfg_version(std::string_view text);

}  // namespace pincompile
