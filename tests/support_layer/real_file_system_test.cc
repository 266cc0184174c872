// The one test that touches the real disk: a folder of its own below the temporary directory.
// SPDX-License-Identifier: MIT
#include "support/real_file_system.h"

#include <sys/stat.h>

#include <filesystem>

#include "result_matchers.h"

namespace pincompile {
namespace {

class RealFileSystemTest : public ::testing::Test {
 protected:
  RealFileSystemTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pincompile-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~RealFileSystemTest() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(RealFileSystemTest, ReadsBackWhatItWrote) {
  RealFileSystem disk(folder_);
  ASSERT_OK(disk.write_atomically("a.txt", "one\ntwo\n"));
  const auto text = disk.read("a.txt");
  ASSERT_OK(text);
  EXPECT_EQ(*text, "one\ntwo\n");
  EXPECT_EQ(disk.list(".")->size(), 1u) << "no temporary file is left";
}

TEST_F(RealFileSystemTest, AMissingFileIsNotFoundAndNamesThePathAsGiven) {
  RealFileSystem disk(folder_);
  const auto text = disk.read("gone.txt");
  ASSERT_ERROR(text, ErrorKind::kNotFound);
  EXPECT_EQ(text.error().message, "cannot open gone.txt (no such file)");
}

TEST_F(RealFileSystemTest, KeepsModeAndFollowsLinks) {
  RealFileSystem disk(folder_);
  ASSERT_OK(disk.write_atomically("real.txt", "old"));
  std::filesystem::permissions(folder_ + "/real.txt", std::filesystem::perms(0640));
  std::filesystem::create_symlink("real.txt", folder_ + "/link.txt");
  ASSERT_OK(disk.write_atomically("link.txt", "new"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder_ + "/link.txt"));
  EXPECT_EQ(*disk.read("real.txt"), "new");
  struct stat status {};
  ASSERT_EQ(::stat((folder_ + "/real.txt").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

TEST_F(RealFileSystemTest, AFailedWriteLeavesTheOldContent) {
  RealFileSystem disk(folder_);
  ASSERT_OK(disk.write_atomically("a.txt", "old"));
  const auto written = disk.write_atomically("no/such/folder/a.txt", "new");
  ASSERT_ERROR(written, ErrorKind::kIo);
  EXPECT_EQ(written.error().message, "cannot write no/such/folder/a.txt (no such folder)");
  EXPECT_EQ(*disk.read("a.txt"), "old");
}

}  // namespace
}  // namespace pincompile
