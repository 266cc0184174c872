// Archives and the zip directory.
// SPDX-License-Identifier: MIT
#include "dist/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dist/zip_directory.h"
#include "result_matchers.h"
#include "test_archives.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;
using testing::make_tar_gz;
using testing::make_zip;
using testing::noise;

MemberChoice read_all(std::string_view) { return MemberChoice::kRead; }

TEST(WriteTarGz, DependsOnTheMembersAlone) {
  const std::vector<ArchiveMember> members = {{"b/two.txt", "2"}, {"a.txt", "1"}, {"empty", ""}};
  const std::vector<ArchiveMember> other_order = {members[1], members[2], members[0]};
  const auto first = write_tar_gz(members), second = write_tar_gz(other_order);
  ASSERT_OK(first);
  ASSERT_OK(second);
  EXPECT_EQ(*first, *second);
  const auto back = read_archive(*first, read_all, 100);
  ASSERT_OK(back);
  EXPECT_TRUE(back->finished);
  EXPECT_THAT(back->members, ElementsAre(members[1], members[0], members[2]));
}

TEST(ReadArchive, StopsWhereItIsTold) {
  const std::string bytes = make_tar_gz({{"p/a", "1"}, {"p/b", "2"}, {"p/c", "3"}});
  const auto choose = [](std::string_view path) {
    return path == "p/a"   ? MemberChoice::kSkip
           : path == "p/b" ? MemberChoice::kRead
                           : MemberChoice::kStop;
  };
  const auto content = read_archive(bytes, choose, 100);
  ASSERT_OK(content);
  EXPECT_TRUE(content->finished);
  EXPECT_THAT(content->members, ElementsAre(ArchiveMember{"p/b", "2"}));
}

TEST(ReadArchive, TakesTheBeginningOfAnArchiveForWhatItIs) {
  const std::string bytes =
      make_tar_gz({{"p/PKG-INFO", "Name: p\n"}, {"p/big", noise(200000)}, {"p/last", "x"}});
  const auto content = read_archive(std::string_view(bytes).substr(0, 150000), read_all, 1 << 20);
  ASSERT_OK(content);
  EXPECT_FALSE(content->finished);
  EXPECT_THAT(content->members, ElementsAre(ArchiveMember{"p/PKG-INFO", "Name: p\n"}));
}

TEST(ReadArchive, RefusesOtherBytesAndLongMembers) {
  EXPECT_ERROR(read_archive("<html>not found</html>", read_all, 100), ErrorKind::kCorrupt);
  EXPECT_ERROR(read_archive(make_tar_gz({{"a", std::string(101, 'x')}}), read_all, 100),
               ErrorKind::kCorrupt);
}

TEST(ZipDirectory, TellsWhereMembersLie) {
  const std::string zip =
      make_zip({{"a/b.py", noise(5000)}, {"a-1.dist-info/METADATA", "Name: a\n"}});
  const auto range = find_zip_directory(zip, zip.size());
  ASSERT_OK(range);
  const auto members = read_zip_directory(std::string_view(zip).substr(range->offset, range->size));
  ASSERT_OK(members);
  ASSERT_EQ(members->size(), 2u);
  const ZipMember& metadata = (*members)[1];
  EXPECT_EQ(metadata.path, "a-1.dist-info/METADATA");
  EXPECT_EQ(metadata.size, 8u);
  // A zip can be read from the middle.
  const auto content =
      read_archive(std::string_view(zip).substr(metadata.header_offset), read_all, 100);
  ASSERT_OK(content);
  EXPECT_EQ(content->members.at(0).content, "Name: a\n");
}

TEST(ZipDirectory, FindsTheEndBehindAComment) {
  std::string zip = make_zip({{"a", "1"}});
  zip[zip.size() - 2] = 30;
  zip += "PK\x05\x06 a comment that misleads      ";
  zip.resize(zip.size() - (34 - 30));
  const auto range = find_zip_directory(zip, zip.size());
  ASSERT_OK(range);
  EXPECT_OK(read_zip_directory(std::string_view(zip).substr(range->offset, range->size)));
}

TEST(ZipDirectory, RefusesDamage) {
  const std::string zip = make_zip({{"a", "1"}, {"b", "2"}});
  EXPECT_ERROR(find_zip_directory("", 0), ErrorKind::kCorrupt);
  EXPECT_ERROR(find_zip_directory(zip.substr(0, zip.size() - 1), zip.size() - 1),
               ErrorKind::kCorrupt);
  const auto range = find_zip_directory(zip, zip.size());
  ASSERT_OK(range);
  const std::string directory = zip.substr(range->offset, range->size);
  EXPECT_ERROR(read_zip_directory(directory.substr(0, directory.size() - 1)), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace pincompile
