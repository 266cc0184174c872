// Wheel and sdist names: any bytes are split or refused; what is split joins to the same name
// again.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "dist/sdist_filename.h"
#include "dist/wheel_filename.h"
#include "pincompile/name.h"

namespace {

using pincompile::SdistFilename;
using pincompile::WheelFilename;

void require(bool condition) {
  if (!condition) std::abort();
}

void check(std::string_view text) {
  const auto parsed = WheelFilename::parse(text);
  if (const auto wheel = WheelFilename::split(text)) {
    std::string joined(wheel->name);
    joined.append("-").append(wheel->version);
    if (!wheel->build.empty()) joined.append("-").append(wheel->build);
    require(joined.append("-").append(wheel->tag_set).append(".whl") == text);
    require(wheel->build.size() >= wheel->build_suffix().size());
    (void)wheel->build_number();
    require(!parsed || *parsed == *wheel);
  } else {
    require(!parsed);
  }
  const auto sdist = SdistFilename::parse(text);
  if (!sdist) return;
  const std::string project = pincompile::normalize_name(sdist->name);
  const auto split = SdistFilename::split(text, project);
  require(!split || split->name == sdist->name ||
          split->version.find('-') != std::string_view::npos ||
          split->name.size() != sdist->name.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  check({reinterpret_cast<const char*>(data), size});
  return 0;
}
