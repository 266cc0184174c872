// The store among crashes: killed writers, many processes, a folder that cannot be written, a full
// disk, flipped bits. Never a wrong record, never a crash; at worst something is missing.
// The light form runs always; PINCOMPILE_STRESS=1 runs the numbers of the project's bars.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>

#include "cache/page_record.h"
#include "cache/store.h"
#include "split_mix.h"

namespace pincompile {
namespace {

namespace fs = std::filesystem;
using std::chrono::days;
using std::chrono::sys_days;

constexpr int kProjects = 60;

bool heavy() { return std::getenv("PINCOMPILE_STRESS") != nullptr; }

std::string project(int i) { return "project-" + std::to_string(i); }
std::uint64_t group(int i) { return project_group("https://index.example/simple", project(i)); }

// The one record a project may have: larger ones fill pages of their own, smaller ones share them.
RecordBytes record_of(int i) {
  PageContent content{project(i), {}};
  std::vector<std::string> names;
  const int files = i % 5 == 0 ? 400 : 1 + i % 9;
  for (int f = 0; f < files; ++f) {
    names.push_back("project_" + std::to_string(i) + "-" + std::to_string(f) + "-py3-none-any.whl");
  }
  for (const std::string& name : names) content.files.push_back({name, name, "", name.size()});
  return build_page(content);
}

// What is found must be what was put, file by file; a damaged file may only be missing. Returns how
// many records were found, -1 for a wrong one.
int verify(Store& store) {
  int found = 0;
  for (int i = 0; i < kProjects; ++i) {
    const RecordBytes record = store.record(page_key(group(i)));
    const PageView view = PageView::open(record, project(i));
    if (!view.valid()) continue;
    const RecordBytes right = record_of(i);
    const PageView expected = PageView::open(right);
    if (view.file_count() != expected.file_count() ||
        view.version_count() != expected.version_count())
      return -1;
    for (std::uint32_t f = 0; f < view.file_count(); ++f) {
      if (view.details(f) && view.reference(f) != expected.reference(f)) return -1;
    }
    for (std::uint32_t v = 0; v < view.version_count(); ++v) {
      if (view.version_text(v) != expected.version_text(v)) return -1;
    }
    if (const auto freshness = store.freshness(group(i));
        freshness && freshness->etag != project(i))
      return -1;
    ++found;
  }
  return found;
}

StoreOptions options_for(const std::string& directory) {
  StoreOptions options{directory, std::uint64_t{64} << 20, sys_days{days{20000}}};
  options.most_waiting_bytes = 50000;  // so that a run writes in many parts
  return options;
}

RecordBytes put(Store& store, int i, int day) {
  const sys_days used{days{day}};
  return store.put_page(group(i), record_of(i), {used, 600, used, project(i), ""});
}

// Whether a record says of its files what it should, wherever that stands by now.
bool is_whole(const RecordBytes& record, int i) {
  const RecordBytes right = record_of(i);
  const PageView view = PageView::open(record, project(i)), expected = PageView::open(right);
  for (std::uint32_t f = 0; f < expected.file_count(); ++f) {
    if (view.reference(f) != expected.reference(f)) return false;
  }
  return view.file_count() == expected.file_count();
}

// A run of the program: look at everything, keep what is missing and a few more.
int run(const std::string& directory, std::uint64_t seed) {
  const auto store = Store::open(options_for(directory));
  if (!store) return 0;
  const int found = verify(**store);
  if (found < 0) return -1;
  oracle::SplitMix random(seed);
  std::map<int, RecordBytes> kept;
  for (int i = 0; i < kProjects; ++i) {
    if ((*store)->record(page_key(group(i))).bytes.empty()) kept[i] = put(**store, i, 20000);
  }
  for (int k = 0; k < 5; ++k) {
    const int i = static_cast<int>(random.below(kProjects));
    kept[i] = put(**store, i, static_cast<int>(random.below(20000)));
    if (random.below(4) == 0) (*store)->remove(page_key(group(i)));
  }
  (void)(*store)->commit();
  for (const auto& [i, record] : kept) {
    if (!is_whole(record, i)) return -1;
  }
  return found;
}

class Folder {
 public:
  Folder() {
    std::string pattern = ::testing::TempDir() + "pincompile-stress-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() {
    std::error_code ignored;
    fs::permissions(path_, fs::perms::owner_all, ignored);
    fs::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }
  std::string data_file() const {
    return path_ + "/store-" + std::to_string(kRecordSchema) + ".mdb";
  }

 private:
  std::string path_;
};

// `body` in a process of its own; what it returns is its exit status.
pid_t start(const std::function<int()>& body) {
  const pid_t child = fork();
  if (child == 0) _exit(body());
  return child;
}

// 0 .. 255 the exit status, 1000 + signal otherwise.
int status_of(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

TEST(StoreStress, WritersKilledAtAnyMoment) {
  const Folder folder;
  oracle::SplitMix random(1);
  const int kills = heavy() ? 300 : 12;
  for (int k = 0; k < kills; ++k) {
    const std::uint64_t seed = random.next();
    const pid_t child = start([&]() -> int {
      for (std::uint64_t round = 0;; ++round) {
        if (run(folder.path(), seed + round) < 0) return 1;
      }
    });
    usleep(static_cast<useconds_t>(random.below(25'000)));
    kill(child, SIGKILL);
    const int status = status_of(child);
    ASSERT_EQ(status, 1000 + SIGKILL) << "after " << k << " kills";
    ASSERT_GE(run(folder.path(), seed), 0) << "after " << k << " kills";
  }
  EXPECT_GT(run(folder.path(), 7), kProjects - 20);
}

TEST(StoreStress, ManyProcessesAtOnce) {
  const Folder folder;
  const int processes = 16;
  const int rounds = heavy() ? 60 : 2;
  std::vector<pid_t> children;
  for (int p = 0; p < processes; ++p) {
    children.push_back(start([&, p]() -> int {
      for (int round = 0; round < rounds; ++round) {
        if (run(folder.path(), static_cast<std::uint64_t>(p * 1000 + round)) < 0) return 1;
      }
      return 0;
    }));
  }
  for (const pid_t child : children) EXPECT_EQ(status_of(child), 0);
  EXPECT_GT(run(folder.path(), 1), kProjects - 20);
}

TEST(StoreStress, FlippedBitsInTheFile) {
  const Folder folder;
  ASSERT_EQ(run(folder.path(), 1), 0);
  ASSERT_GE(run(folder.path(), 2), kProjects - 5);
  std::ifstream file(folder.data_file(), std::ios::binary);
  const std::string good((std::istreambuf_iterator<char>(file)), {});
  const int flips = heavy() ? 1000 : 24;
  oracle::SplitMix random(11);
  std::string all_flips = good;
  int lost = 0;
  for (int k = 0; k < flips; ++k) {
    // Every other one in the first 200 bytes of a page, where LMDB's own structure is.
    std::size_t at = random.below(good.size());
    if (k % 2 == 0) at = at / 4096 * 4096 + random.below(200);
    const char mask = static_cast<char>(1u << random.below(8));
    std::string one_flip = good;
    one_flip[at] = static_cast<char>(one_flip[at] ^ mask);
    all_flips[at] = static_cast<char>(all_flips[at] ^ mask);
    for (const std::string* content : {&one_flip, &all_flips}) {
      if (content == &all_flips && k % 10 != 9) continue;
      fs::remove(folder.data_file() + "-lock");
      std::ofstream(folder.data_file(), std::ios::binary) << *content;
      const pid_t child = start([&]() -> int {
        for (std::uint64_t round = 0; round < 3; ++round) {
          if (run(folder.path(), round) < 0) return 255;
        }
        return run(folder.path(), 9);
      });
      const int found = status_of(child);
      ASSERT_LE(found, kProjects) << "bit " << static_cast<int>(mask) << " of byte " << at;
      lost += found < kProjects - 20 ? 1 : 0;
    }
  }
  // Runs heal what they find damaged; where they cannot, the next ones keep asking the index.
  EXPECT_LT(lost, flips / 10);
}

TEST(StoreStress, AFolderThatCannotBeWritten) {
  const Folder folder;
  ASSERT_EQ(run(folder.path(), 1), 0);
  fs::permissions(folder.path(), fs::perms::owner_read | fs::perms::owner_exec |
                                     fs::perms::group_read | fs::perms::group_exec |
                                     fs::perms::others_read | fs::perms::others_exec);
  const pid_t child = start([&]() -> int {
    if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0)) return 77;
    const auto store = Store::open(options_for(folder.path()));
    if (!store) return 1;
    if (!(*store)->read_only() || verify(**store) < kProjects - 5) return 2;
    put(**store, 1, 1);
    const auto written = (*store)->commit();
    if (written || written.error().kind != ErrorKind::kIo) return 3;
    if (verify(**store) < kProjects - 5) return 4;
    return Store::open(options_for(folder.path() + "/below")) ? 5 : 0;
  });
  const int status = status_of(child);
  if (status == 77) GTEST_SKIP() << "cannot give up the rights of root here";
  EXPECT_EQ(status, 0);
}

// In namespaces of its own, so that nobody else sees the small disk.
bool mount_small_disk(const std::string& path) {
  const int spaces = CLONE_NEWNS | (geteuid() == 0 ? 0 : CLONE_NEWUSER);
  if (unshare(spaces) != 0) return false;
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  return mount("tmpfs", path.c_str(), "tmpfs", 0, "size=300k") == 0;
}

TEST(StoreStress, AFullDisk) {
  const Folder folder;
  const pid_t child = start([&]() -> int {
    if (!mount_small_disk(folder.path())) return 77;
    // The disk gets fuller before each run, in steps that end at every stage of opening and
    // writing.
    std::ofstream ballast(folder.path() + "/ballast", std::ios::binary);
    for (int step = 0; step < 80; ++step) {
      if (run(folder.path(), static_cast<std::uint64_t>(step)) < 0) return 1;
      ballast << std::string(4096, 'x') << std::flush;
      if (step % 5 == 4) {
        std::error_code ignored;
        fs::remove(folder.data_file(), ignored);
        fs::remove(folder.data_file() + "-lock", ignored);
      }
    }
    // With room again everything works again.
    ballast.close();
    fs::remove(folder.path() + "/ballast");
    const auto store = Store::open(options_for(folder.path()));
    if (!store) return 2;
    put(**store, 1, 20000);
    return (*store)->commit() ? 0 : 3;
  });
  const int status = status_of(child);
  if (status == 77) {
    std::cout << "SKIPPED: a small disk cannot be mounted here\n";
    GTEST_SKIP() << "a small disk cannot be mounted here";
  }
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace pincompile
