// TextFiles: texts alone, and in front of a disk.
// SPDX-License-Identifier: MIT
#include "pincompile/text_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_file_system.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

TEST(TextFiles, AloneKnowsItsTextsOnly) {
  TextFiles files;
  files.put("requirements.in", "a\n");
  ASSERT_OK(files.read("requirements.in"));
  EXPECT_EQ(*files.read("requirements.in"), "a\n");
  EXPECT_EQ(files.details("requirements.in")->size_bytes, 2u);
  EXPECT_ERROR(files.read("/etc/hostname"), ErrorKind::kNotFound);
  EXPECT_ERROR(files.details("/etc/hostname"), ErrorKind::kNotFound);
  EXPECT_EQ(files.exists("/etc/hostname"), FileSystem::Kind::kNothing);
}

TEST(TextFiles, StandsInFrontOfADisk) {
  testing::MemoryFileSystem disk;
  ASSERT_OK(disk.write_atomically("a.in", "disk\n"));
  ASSERT_OK(disk.write_atomically("b.in", "disk\n"));
  TextFiles files(&disk);
  files.put("a.in", "text\n");
  EXPECT_EQ(*files.read("a.in"), "text\n");
  EXPECT_EQ(*files.read("b.in"), "disk\n");
}

TEST(TextFiles, WritesAndRemovesTextsAlone) {
  testing::MemoryFileSystem disk;
  ASSERT_OK(disk.write_atomically("a.in", "disk\n"));
  TextFiles files(&disk);
  ASSERT_OK(files.write_atomically("a.in", "text\n"));
  EXPECT_EQ(*files.read("a.in"), "text\n");
  EXPECT_EQ(*disk.read("a.in"), "disk\n");
  ASSERT_OK(files.remove("a.in"));
  EXPECT_EQ(*files.read("a.in"), "disk\n");
  EXPECT_ERROR(files.remove("a.in"), ErrorKind::kNotFound);
}

TEST(TextFiles, ListsAFolder) {
  TextFiles files;
  for (const char* path : {"x/b.in", "x/a.in", "x/y/c.in", "d.in"}) files.put(path, "");
  EXPECT_THAT(*files.list("x"), ElementsAre("a.in", "b.in"));
  EXPECT_ERROR(files.list("z"), ErrorKind::kNotFound);
}

}  // namespace
}  // namespace pincompile
