// What is known about released Python interpreters. To extend: one line in python_tables.cc.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "pincompile/target.h"

namespace pincompile {

struct PythonRelease {
  Implementation implementation;
  std::uint32_t major;
  std::uint32_t minor;
  std::uint32_t newest_patch;
  std::string_view pypy_version;  ///< of PyPy itself; empty for CPython
};

std::span<const PythonRelease> python_releases();

/// The line for X.Y; null if there is none.
const PythonRelease* find_python_release(Implementation implementation, std::uint32_t major,
                                         std::uint32_t minor);

}  // namespace pincompile
