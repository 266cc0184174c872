// Dockerfiles and names of platforms: any bytes give an answer or an error with a place.
// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <string>

#include "pincompile/dockerfile.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto platform = pincompile::Platform::parse(text)) {
    const auto again = pincompile::Platform::parse(platform->to_string());
    require(again.has_value() && *again == *platform);
  }
  if (const auto python = pincompile::PythonVersion::parse(text)) require(!python->full().empty());
  const auto answer = pincompile::read_dockerfile(
      {text, "Dockerfile", "", {{"V", "3.12"}, {"X", ""}}, *pincompile::Platform::parse("linux")});
  if (!answer) {
    require(!answer.error().message.empty() && !answer.error().where.empty());
    return 0;
  }
  require(answer->line > 0 && !answer->image.empty());
  if (answer->python) {
    pincompile::Target target;
    target.python = *answer->python;
    target.platform = answer->platform;
    require(!target.tags().empty() && !target.id().empty());
  }
  return 0;
}
