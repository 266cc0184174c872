// The example at the head of pincompile.h, taken from it by CMake, on the demo's snapshot.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pincompile/pincompile.h"

namespace pincompile {
namespace {

TEST(Example, PinsFlask) {
  std::string printed;
  const auto print = [&printed](const std::string& text) { printed += text; };
  const auto disk = machine_files(PINCOMPILE_SOURCE_DIR);
  WorldOptions options;
  options.snapshot = disk->read("tests/snapshots/demo.tar.gz").value();
  // clang-format off
#include "example.inc"
  // clang-format on
  EXPECT_THAT(printed, ::testing::HasSubstr("\nflask=="));
}

}  // namespace
}  // namespace pincompile
