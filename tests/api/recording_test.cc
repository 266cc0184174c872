// A world that was not told to record has no snapshot, which is not an empty one.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "pincompile/pincompile.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

TEST(Recording, HasToBeAskedFor) {
  WorldOptions options;
  const auto without = World::open(options);
  ASSERT_OK(without);
  EXPECT_ERROR((*without)->recorded_snapshot({}), ErrorKind::kInvalidArgument);
  options.record = true;
  const auto with = World::open(options);
  ASSERT_OK(with);
  EXPECT_OK((*with)->recorded_snapshot({}));
}

}  // namespace
}  // namespace pincompile
