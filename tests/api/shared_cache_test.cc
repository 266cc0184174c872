// Two worlds of one process on one cache folder: the second goes without and says so.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "pincompile/pincompile.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

TEST(SharedCache, IsTheFirstWorldsAlone) {
  std::string folder = ::testing::TempDir() + "pincompile-cache-XXXXXX";
  ASSERT_NE(mkdtemp(folder.data()), nullptr);
  WorldOptions options;
  options.cache_directory = folder;
  auto first = World::open(options);
  ASSERT_OK(first);
  EXPECT_THAT((*first)->warnings(), IsEmpty());
  const auto second = World::open(options);
  ASSERT_OK(second);
  EXPECT_THAT((*second)->warnings(),
              ElementsAre(StartsWith("the cache is not used: this process has " + folder)));
  options.offline = true;
  EXPECT_ERROR(World::open(options), ErrorKind::kIo);
  first->reset();
  EXPECT_OK(World::open(options));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace pincompile
