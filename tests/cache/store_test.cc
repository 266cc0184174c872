// The store on a real folder: what is put is found by the next run; damage, a read-only folder and
// other processes cost a miss at most.
// SPDX-License-Identifier: MIT
#include "cache/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <thread>

#include "cache/page_record.h"
#include "cache/store_file.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using ::testing::UnorderedElementsAre;

const sys_days kToday{days{20000}};

// A folder of its own for each test, removed at its end.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    std::string pattern = ::testing::TempDir() + "pincompile-store-XXXXXX";
    directory_ = mkdtemp(pattern.data());
  }
  ~StoreTest() override {
    std::error_code ignored;
    std::filesystem::permissions(directory_, std::filesystem::perms::owner_all, ignored);
    std::filesystem::remove_all(directory_, ignored);
  }
  std::unique_ptr<Store> open(sys_days today = kToday,
                              std::uint64_t max_bytes = std::uint64_t{2} << 30) {
    auto store = Store::open({directory_ + "/cache", max_bytes, today});
    EXPECT_OK(store);
    return store ? *std::move(store) : nullptr;
  }
  static RecordBytes page(const std::string& project, std::size_t versions) {
    PageContent content{project, {}};
    std::vector<std::string> names;
    for (std::size_t i = 0; i < versions; ++i)
      names.push_back(project + "-" + std::to_string(i) + ".tar.gz");
    for (const std::string& name : names) content.files.push_back({name, name});
    return build_page(content);
  }
  static bool shows(Store& store, const std::string& project, std::size_t versions) {
    const RecordBytes record = store.record(page_key(project_group("i", project)));
    const PageView view = PageView::open(record, project);
    for (std::uint32_t v = 0; v < view.version_count(); ++v) {
      if (!view.files_intact(v)) return false;
    }
    return view.version_count() == versions;
  }
  static void put(Store& store, const std::string& project, std::size_t versions,
                  sys_days used = kToday) {
    const std::uint64_t group = project_group("i", project);
    store.put_record(page_key(group), page(project, versions));
    store.put_freshness(group, {sys_days{used}, 600, used, "\"etag\"", "yesterday"});
  }
  std::string data_file() const {
    return directory_ + "/cache/store-" + std::to_string(kRecordSchema) + ".mdb";
  }

  std::string directory_;
};

TEST_F(StoreTest, KeepsWhatWasPutForTheNextRun) {
  {
    auto store = open();
    put(*store, "foo", 3);
    put(*store, "big", 2000);
    store->put_text(TextTableKind::kNames, "foo", "foo");
    store->put_text(TextTableKind::kNames, "big", "big");
    EXPECT_FALSE(shows(*store, "foo", 3)) << "written at commit only";
    ASSERT_OK(store->commit());
  }
  auto store = open();
  EXPECT_TRUE(shows(*store, "foo", 3));
  EXPECT_TRUE(shows(*store, "big", 2000));
  EXPECT_FALSE(shows(*store, "other", 1));
  EXPECT_EQ(store->freshness(project_group("i", "foo")),
            (StoredFreshness{sys_days{kToday}, 600, kToday, "\"etag\"", "yesterday"}));
  EXPECT_EQ(store->text(TextTableKind::kNames, "foo"), "foo");
  EXPECT_THAT(store->texts(TextTableKind::kNames), UnorderedElementsAre("foo", "big"));
  EXPECT_EQ(store->counts().damaged, 0u);
}

TEST_F(StoreTest, RecordsAreAlignedAndOutliveTheStore) {
  {
    auto store = open();
    for (int i = 0; i < 300; ++i)
      put(*store, "p" + std::to_string(i), static_cast<std::size_t>(i % 7));
    ASSERT_OK(store->commit());
  }
  auto store = open();
  std::vector<RecordBytes> records;
  for (int i = 0; i < 300; ++i)
    records.push_back(store->record(page_key(project_group("i", "p" + std::to_string(i)))));
  store.reset();
  for (int i = 0; i < 300; ++i) {
    const RecordBytes& record = records[static_cast<std::size_t>(i)];
    ASSERT_EQ(reinterpret_cast<std::uintptr_t>(record.bytes.data()) % 8, 0u);
    EXPECT_EQ(PageView::open(record, "p" + std::to_string(i)).version_count(),
              static_cast<std::size_t>(i % 7));
  }
}

TEST_F(StoreTest, PagesAreWrittenWhileARunGoesOn) {
  StoreOptions options{directory_ + "/cache"};
  options.most_waiting_bytes = 200000;
  auto store = Store::open(options);
  ASSERT_OK(store);
  std::vector<RecordBytes> kept;
  std::vector<std::string> early;  // read while they still wait
  for (int i = 0; i < 20; ++i) {
    const std::string project = "p" + std::to_string(i);
    kept.push_back((*store)->put_page(project_group("i", project), page(project, 400), {}));
    early.emplace_back(PageView::open(kept.back()).details(7)->url);
  }
  EXPECT_GT((*store)->counts().written, 0u);
  EXPECT_FALSE(shows(**store, "p0", 400)) << "a run reads the state of its opening";
  for (int i = 0; i < 20; ++i) {
    const PageView view = PageView::open(kept[static_cast<std::size_t>(i)]);
    EXPECT_EQ(view.details(7)->url, early[static_cast<std::size_t>(i)]);
    for (std::uint32_t v = 0; v < view.version_count(); ++v) EXPECT_TRUE(view.files_intact(v));
  }
  kept.clear();
  store->reset();  // ended without a commit
  auto next = open();
  EXPECT_TRUE(shows(*next, "p0", 400)) << "what was fetched is kept";
}

TEST_F(StoreTest, LongTailsAreKeptInParts) {
  constexpr std::size_t kVersions = 9000;
  RecordBytes kept;
  {
    auto store = open();
    kept = store->put_page(project_group("i", "foo"), page("foo", kVersions), {});
    const PageView view = PageView::open(kept);
    for (std::uint32_t v = 0; v < kVersions; ++v) ASSERT_TRUE(view.files_intact(v)) << v;
    EXPECT_EQ(view.details(8999)->url, "foo-8999.tar.gz");
    EXPECT_OK(store->commit());
  }
  kept = {};
  std::set<std::size_t> sizes;
  std::size_t entries = 0;
  {
    auto file = StoreFile::open(directory_ + "/cache", std::uint64_t{1} << 30);
    ASSERT_OK(file);
    (*file)->pages().visit([&](std::span<const std::byte> key, std::span<const std::byte> value) {
      StoreKey read;
      std::memcpy(&read, key.data(), sizeof(read));
      if (is_tail(read)) sizes.insert(value.size());
      return ++entries > 0;
    });
  }
  EXPECT_EQ(sizes.size(), 2u) << "whole parts, and the last";
  EXPECT_EQ(*sizes.rbegin(), kTailPartBytes) << "all that LMDB has to hold at once";
  EXPECT_GT(entries, 4u);
  auto store = open();
  EXPECT_TRUE(shows(*store, "foo", kVersions));
  put(*store, "foo", kVersions - 1);  // others may be reading it: all at once
  EXPECT_OK(store->commit());
  store.reset();
  store = open();
  EXPECT_TRUE(shows(*store, "foo", kVersions - 1));
  store->remove(page_key(project_group("i", "foo")));
  store->remove(freshness_key(project_group("i", "foo")));
  EXPECT_OK(store->commit());
  store.reset();
  EXPECT_EQ(open()->size()->entries, 0u) << "its parts have gone with it";
}

TEST_F(StoreTest, PagesThatCannotBeWrittenStayWithTheRun) {
  StoreOptions options{directory_ + "/cache"};
  options.most_waiting_bytes = 1000;
  auto store = Store::open(options);
  ASSERT_OK(store);
  const auto size = std::filesystem::file_size(data_file());
  struct rlimit limit = {}, small = {};
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  small = {size, limit.rlim_max};
  signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &small), 0);
  RecordBytes kept = (*store)->put_page(project_group("i", "foo"), page("foo", 400), {});
  EXPECT_ERROR((*store)->commit(), ErrorKind::kIo);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  EXPECT_EQ(PageView::open(kept).details(7)->url, "foo-7.tar.gz");
  EXPECT_OK((*store)->commit()) << "nothing was lost";
  kept = {};
  store->reset();
  EXPECT_TRUE(shows(*open(), "foo", 400));
}

TEST_F(StoreTest, ARunSeesOneSnapshotWhileOthersWrite) {
  {
    auto store = open();
    put(*store, "foo", 1);
    ASSERT_OK(store->commit());
  }
  auto store = open();
  put(*store, "foo", 2);
  put(*store, "bar", 5);
  ASSERT_OK(store->commit());
  EXPECT_TRUE(shows(*store, "foo", 1)) << "still the state of the opening";
  store.reset();
  store = open();
  EXPECT_TRUE(shows(*store, "foo", 2));
  EXPECT_TRUE(shows(*store, "bar", 5));
}

TEST_F(StoreTest, NothingCollectedTouchesNothing) {
  {
    auto store = open();
    put(*store, "foo", 1);
    ASSERT_OK(store->commit());
  }
  const auto before = std::filesystem::last_write_time(data_file());
  auto store = open();
  EXPECT_TRUE(shows(*store, "foo", 1));
  ASSERT_OK(store->commit());
  EXPECT_EQ(std::filesystem::last_write_time(data_file()), before);
}

TEST_F(StoreTest, RoomIsMadeByDroppingWhatWasNotUsedForLongest) {
  const std::uint64_t limit = 4 << 20;
  {
    auto store = open(kToday, limit);
    for (int i = 0; i < 20; ++i) put(*store, "p" + std::to_string(i), 1000, kToday - days{i});
    ASSERT_OK(store->commit());
  }
  for (int round = 0; round < 12; ++round) {
    auto store = open(kToday, limit);
    for (int i = 0; i < 4; ++i)
      put(*store, "n" + std::to_string(round) + "-" + std::to_string(i), 1000);
    ASSERT_OK(store->commit());
  }
  auto store = open(kToday, limit);
  EXPECT_TRUE(shows(*store, "n11-0", 1000));
  EXPECT_FALSE(shows(*store, "p19", 1000)) << "the oldest";
  const auto size = store->size();
  ASSERT_OK(size);
  EXPECT_LE(size->bytes, limit + limit / 4);
  EXPECT_LE(size->file_bytes, 2 * limit);
}

TEST_F(StoreTest, PruneDropsTheOldAndGivesRoomBack) {
  auto store = open();
  for (int i = 0; i < 10; ++i) put(*store, "p" + std::to_string(i), 1000, kToday - days{10 * i});
  store->put_text(TextTableKind::kClosures, "k", "foo 1\n");
  ASSERT_OK(store->commit());
  store.reset();
  store = open();
  const std::uint64_t before = store->size()->file_bytes;
  const auto after = store->prune(kToday - days{25});
  ASSERT_OK(after);
  EXPECT_EQ(after->projects, 3u);
  EXPECT_LT(after->file_bytes, before);
  EXPECT_TRUE(shows(*store, "p2", 1000));
  EXPECT_FALSE(shows(*store, "p3", 1000));
  EXPECT_EQ(store->text(TextTableKind::kClosures, "k"), "foo 1\n");
  put(*store, "new", 3);
  ASSERT_OK(store->commit());
  store.reset();
  store = open();
  EXPECT_TRUE(shows(*store, "new", 3));
}

TEST_F(StoreTest, ClearRemovesEverything) {
  {
    auto store = open();
    put(*store, "foo", 1);
    ASSERT_OK(store->commit());
    EXPECT_ERROR(Store::clear(directory_ + "/cache"), ErrorKind::kIo) << "in use";
  }
  ASSERT_OK(Store::clear(directory_ + "/cache"));
  EXPECT_FALSE(std::filesystem::exists(data_file()));
  EXPECT_OK(Store::clear(directory_ + "/nothing-here"));
}

TEST_F(StoreTest, AFolderThatCannotBeUsedIsAnError) {
  std::ofstream(directory_ + "/cache") << "a file where the folder should be";
  EXPECT_ERROR(Store::open({directory_ + "/cache"}), ErrorKind::kIo);
}

TEST_F(StoreTest, AFolderIsOpenOnceInAProcess) {
  auto store = open();
  put(*store, "foo", 1);
  ASSERT_OK(store->commit());
  store.reset();
  store = open();
  std::filesystem::create_directory_symlink(directory_ + "/cache", directory_ + "/other-name");
  const auto second = Store::open({directory_ + "/other-name"});
  ASSERT_ERROR(second, ErrorKind::kIo);
  EXPECT_EQ(second.error().message, "this process has " + directory_ + "/other-name/" +
                                        std::filesystem::path(data_file()).filename().string() +
                                        " open already");
  EXPECT_TRUE(shows(*store, "foo", 1));
  RecordBytes kept = store->record(page_key(project_group("i", "foo")));
  store.reset();
  EXPECT_ERROR(Store::open({directory_ + "/cache"}), ErrorKind::kIo);
  kept = {};
  EXPECT_TRUE(shows(*open(), "foo", 1));
}

// Of threads that open a folder at the same time one gets it.
TEST_F(StoreTest, AFolderIsOpenOnceInAProcessFromTheBeginning) {
  std::vector<std::unique_ptr<Store>> opened(4);
  std::vector<std::thread> threads;
  for (auto& store : opened) {
    threads.emplace_back([&store, this] {
      if (auto made = Store::open({directory_ + "/cache"})) store = *std::move(made);
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto is_open = [](const std::unique_ptr<Store>& store) { return store != nullptr; };
  EXPECT_EQ(std::ranges::count_if(opened, is_open), 1);
}

TEST_F(StoreTest, AFileOfSomethingElseIsReplaced) {
  std::filesystem::create_directories(directory_ + "/cache");
  std::ofstream(data_file()) << std::string(20000, 'x');
  auto store = open();
  ASSERT_NE(store, nullptr);
  put(*store, "foo", 1);
  ASSERT_OK(store->commit());
  store.reset();
  EXPECT_TRUE(shows(*open(), "foo", 1));
}

}  // namespace
}  // namespace pincompile
