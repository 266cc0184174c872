// One patch release after the other.
// SPDX-License-Identifier: MIT
#include "resolution/patch_release.h"

#include "pincompile/specifier.h"
#include "target/python_tables.h"

namespace pincompile {

std::optional<PythonVersion> admitted_patch_release(const Target& target,
                                                    std::string_view requires_python) {
  if (target.python.patch_given) return std::nullopt;
  const auto specifiers = SpecifierSet::parse(requires_python);
  const PythonRelease* release =
      find_python_release(target.implementation, target.python.major, target.python.minor);
  if (!specifiers || release == nullptr) return std::nullopt;
  PythonVersion python = target.python;
  python.patch_given = true;
  for (python.patch = 0; python.patch <= release->newest_patch; ++python.patch) {
    const auto version = Version::parse(python.full());
    if (version && specifiers->contains(*version))
      return python.patch == 0 ? std::nullopt : std::optional(python);
  }
  return std::nullopt;
}

}  // namespace pincompile
