// Newest patch releases. An image or interpreter of which only X.Y is known is taken for the
// newest. source  python.org/downloads and pypy.org/download, as listed by pyenv 2.6.30; date
// 2026-05-08.
// SPDX-License-Identifier: MIT
#include "target/python_tables.h"

#include <algorithm>
#include <array>

namespace pincompile {
namespace {

constexpr auto kCPython = Implementation::kCPython;
constexpr auto kPyPy = Implementation::kPyPy;

constexpr std::array<PythonRelease, 15> kReleases = {{
    {kCPython, 2, 7, 18, ""},
    {kCPython, 3, 5, 10, ""},
    {kCPython, 3, 6, 15, ""},
    {kCPython, 3, 7, 17, ""},
    {kCPython, 3, 8, 20, ""},
    {kCPython, 3, 9, 25, ""},
    {kCPython, 3, 10, 20, ""},
    {kCPython, 3, 11, 15, ""},
    {kCPython, 3, 12, 13, ""},
    {kCPython, 3, 13, 13, ""},
    {kCPython, 3, 14, 4, ""},
    {kPyPy, 3, 8, 16, "7.3.11"},
    {kPyPy, 3, 9, 19, "7.3.16"},
    {kPyPy, 3, 10, 16, "7.3.19"},
    {kPyPy, 3, 11, 13, "7.3.20"},
}};

}  // namespace

std::span<const PythonRelease> python_releases() { return kReleases; }

const PythonRelease* find_python_release(Implementation implementation, std::uint32_t major,
                                         std::uint32_t minor) {
  const auto found = std::ranges::find_if(kReleases, [&](const PythonRelease& release) {
    return release.implementation == implementation && release.major == major &&
           release.minor == minor;
  });
  return found == kReleases.end() ? nullptr : &*found;
}

}  // namespace pincompile
