// INI files: any bytes are read or refused; lines are counted and keys found again.
// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "support/ini_file.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text) {
  const auto ini = pincompile::IniFile::parse(text, "pip.conf");
  if (!ini) {
    require(ini.error().where.front().line != 0);
    return;
  }
  for (const auto& section : ini->sections) {
    require(ini->find(section.name) == &section);
    for (const auto& entry : section.entries) {
      require(ini->find(section.name, entry.key) == &entry);
      require(!entry.lines.empty() && entry.lines.front().number != 0);
      require(!entry.value().ends_with('\n'));
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
