// requires.txt: any bytes give lines; each is a requirement or is refused by its reader.
// SPDX-License-Identifier: MIT
#include <cstdlib>

#include "dist/requires_txt.h"
#include "pincompile/requirement.h"

namespace {

void check(std::string_view text) {
  const auto found = pincompile::parse_requires_txt(text);
  for (const std::string& line : found.requires_dist) {
    if (line.empty()) std::abort();
    (void)pincompile::Requirement::parse_lenient(line);
  }
  for (const std::string& extra : found.provides_extra) {
    if (extra.empty()) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
