// Our reading of LMDB's pages agrees with LMDB's own.
// SPDX-License-Identifier: MIT
#include "cache/tree_pages.h"

#include <gtest/gtest.h>
#include <lmdb.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "split_mix.h"

namespace pincompile {
namespace {

struct FileOfPages {
  std::string path;
  std::map<std::string, std::string> entries;

  explicit FileOfPages(std::uint64_t seed, std::size_t count)
      : path(::testing::TempDir() + "pincompile-pages-" + std::to_string(seed)) {
    std::filesystem::remove(path);
    std::filesystem::remove(path + "-lock");
    MDB_env* env = nullptr;
    mdb_env_create(&env);
    mdb_env_set_mapsize(env, 64 << 20);
    EXPECT_EQ(mdb_env_open(env, path.c_str(), MDB_NOSUBDIR | MDB_NOSYNC, 0600), 0);
    oracle::SplitMix random(seed);
    for (int round = 0; round < 4; ++round) {
      MDB_txn* txn = nullptr;
      MDB_dbi main = 0;
      EXPECT_EQ(mdb_txn_begin(env, nullptr, 0, &txn), 0);
      mdb_dbi_open(txn, nullptr, 0, &main);
      std::set<std::string> touched;
      for (std::size_t i = 0; i < count / 4; ++i) {
        std::string key(8 + 8 * random.below(2), '\0');
        for (char& c : key) c = static_cast<char>(random.below(4));
        // As the store does: each key once in a transaction.
        if (!touched.insert(key).second) continue;
        const std::string text(8 * random.below(random.below(10) == 0 ? 2000 : 30),
                               static_cast<char>('a' + random.below(26)));
        MDB_val k = {key.size(), key.data()};
        MDB_val v = {text.size(), const_cast<char*>(text.data())};
        if (random.below(5) == 0) {
          mdb_del(txn, main, &k, nullptr);
          entries.erase(key);
        } else {
          EXPECT_EQ(mdb_put(txn, main, &k, &v, 0), 0);
          entries[key] = text;
        }
      }
      EXPECT_EQ(mdb_txn_commit(txn), 0);
    }
    mdb_env_close(env);
  }
  ~FileOfPages() {
    std::filesystem::remove(path);
    std::filesystem::remove(path + "-lock");
  }
  std::vector<char> bytes() const {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
  }
};

std::string text_of(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

TEST(TreePages, ShowsWhatLmdbWrote) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    const FileOfPages file(seed, seed * seed * 60);
    const std::vector<char> content = file.bytes();
    const auto bytes = std::as_bytes(std::span(content));
    const auto meta = TreePages::newest_meta(bytes);
    ASSERT_TRUE(meta);
    TreePages pages(bytes, *meta);
    EXPECT_TRUE(pages.check_free_pages());
    std::map<std::string, std::string> seen;
    EXPECT_TRUE(pages.visit(
        [&](auto key, auto value) { return seen.emplace(text_of(key), text_of(value)).second; }));
    EXPECT_TRUE(seen == file.entries) << seen.size() << " of " << file.entries.size() << " entries";
    for (const auto& [key, value] : file.entries) {
      const auto found = pages.find(std::as_bytes(std::span(key)));
      ASSERT_TRUE(found);
      EXPECT_EQ(text_of(*found), value);
      const std::string beside = key + '\x05';
      EXPECT_FALSE(pages.find(std::as_bytes(std::span(beside))));
    }
    EXPECT_FALSE(pages.damaged());
  }
}

TEST(TreePages, DamageLeadsNowhere) {
  const FileOfPages file(77, 600);
  const std::vector<char> content = file.bytes();
  oracle::SplitMix random(3);
  std::size_t noticed = 0;
  for (int round = 0; round < 1000; ++round) {
    std::vector<char> copy = content;
    // Most of a file is values; aim at the head of a page now and then.
    const std::size_t page = random.below(copy.size() / TreePages::kPageSize);
    const std::size_t within =
        random.below(2) == 0 ? random.below(64) : random.below(TreePages::kPageSize);
    char& hit = copy[page * TreePages::kPageSize + within];
    hit = static_cast<char>(hit ^ (1 << random.below(8)));
    const auto bytes = std::as_bytes(std::span(copy));
    const auto meta = TreePages::newest_meta(bytes);
    if (!meta) {
      ++noticed;
      continue;
    }
    TreePages pages(bytes, *meta);
    std::size_t sum = 0;
    pages.visit([&](auto key, auto value) {
      sum += key.size() + value.size();
      if (!value.empty()) sum += static_cast<std::size_t>(value.back());
      return true;
    });
    pages.check_free_pages();
    noticed += pages.damaged() ? 1 : 0;
  }
  EXPECT_GT(noticed, 60u);
}

}  // namespace
}  // namespace pincompile
