// SPDX-License-Identifier: MIT
#include "index/multi_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "damaged_record.h"
#include "index/cached_facts.h"
#include "index_world.h"

namespace pincompile {
namespace {

using namespace pincompile::testing;  // NOLINT: the world of these tests
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kOwn = "https://own.example/simple";

struct TwoIndexes : IndexWorld {
  std::unique_ptr<MultiIndex> multi;

  TwoIndexes() { options.indexes = {kOwn, kIndex}; }
  void on(const std::string& index, const std::string& project,
          const std::vector<std::string>& names) {
    transport.on(index + "/" + project + "/", 200, json_page(names));
  }
  FactAnswer page_of(const std::string& project) {
    if (multi == nullptr) multi = std::make_unique<MultiIndex>(options, source());
    multi->request({Want{.kind = Want::Kind::kPage, .id = 77, .project = project}});
    std::vector<Fact> got = multi->wait();
    if (got.size() != 1 || got[0].want_id != 77) {
      return Failed{Error{ErrorKind::kInternal, "the test expected one fact"}};
    }
    return std::move(got[0].answer);
  }
};

TEST(MultiIndex, TakesAllVersionsFromTheFirstIndexThatKnowsTheName) {
  TwoIndexes world;
  world.on(kOwn, "shop", {"shop-1.tar.gz"});
  world.on(kIndex, "shop", {"shop-2.tar.gz"});
  world.on(kIndex, "cart", {"cart-3.tar.gz"});
  EXPECT_THAT(versions_of(world.page_of("shop")), ElementsAre("1"));
  EXPECT_EQ(world.transport.count(kIndex + "/shop/"), 0u)
      << "a private name must not reach the public index";
  const FactAnswer cart = world.page_of("cart");
  EXPECT_THAT(versions_of(cart), ElementsAre("3"));
  EXPECT_EQ(std::get<PageFound>(cart).index_url, kIndex);
  const FactAnswer none = world.page_of("none");
  EXPECT_THAT(std::get<PageAbsent>(none).asked, ElementsAre(kOwn, kIndex));
}

TEST(MultiIndex, DoesNotGoOnAfterARefusalOrAnOutage) {
  for (const int status : {401, 403, 500}) {
    TwoIndexes world;
    world.transport.on(kOwn + "/shop/", status);
    world.on(kIndex, "shop", {"shop-2.tar.gz"});
    EXPECT_NE(error_of(world.page_of("shop")), nullptr) << status;
    EXPECT_EQ(world.transport.count(kIndex + "/shop/"), 0u) << status;
  }
}

TEST(MultiIndex, MergesWhenToldTo) {
  TwoIndexes world;
  world.options.strategy = IndexStrategy::kUnsafeBestMatch;
  world.on(kOwn, "shop", {"shop-1.tar.gz", "shop-3.tar.gz"});
  world.on(kIndex, "shop", {"shop-2.tar.gz", "shop-3.tar.gz"});
  const FactAnswer answer = world.page_of("shop");
  EXPECT_THAT(versions_of(answer), ElementsAre("1", "2", "3"));
  EXPECT_THAT(world.multi->notes(), ElementsAre(HasSubstr("shop is on more than one index")));
}

// An index whose stored page has a damaged file until it is told so.
class DamagedStore : public FactSource {
 public:
  explicit DamagedStore(FactSource& below) : below_(below) {}
  void request(std::vector<Want> wants) override { below_.request(std::move(wants)); }
  std::vector<Fact> wait() override {
    std::vector<Fact> facts = below_.wait();
    for (Fact& fact : facts) {
      auto* page = std::get_if<PageFound>(&fact.answer);
      if (page != nullptr && page->index_url == kOwn && (distrusted.empty() || hopeless))
        page->record = damaged_record(page->record, "shop-3.tar.gz");
    }
    return facts;
  }
  void cancel() override { below_.cancel(); }
  void distrust(const Want& page) override { distrusted.push_back(page.index_url); }

  std::vector<std::string> distrusted;
  bool hopeless = false;

 private:
  FactSource& below_;
};

TEST(MultiIndex, AsksAnewForAStoredPageThatIsDamaged) {
  for (const bool hopeless : {false, true}) {
    TwoIndexes world;
    world.options.strategy = IndexStrategy::kUnsafeBestMatch;
    world.on(kOwn, "shop", {"shop-1.tar.gz", "shop-3.tar.gz"});
    world.on(kIndex, "shop", {"shop-2.tar.gz"});
    DamagedStore store(world.source());
    store.hopeless = hopeless;
    world.multi = std::make_unique<MultiIndex>(world.options, store);
    const FactAnswer answer = world.page_of("shop");
    EXPECT_THAT(store.distrusted, ElementsAre(kOwn));
    EXPECT_EQ(world.transport.count(kIndex + "/shop/"), 1u);
    if (hopeless) {
      EXPECT_NE(error_of(answer), nullptr);
      continue;
    }
    EXPECT_THAT(versions_of(answer), ElementsAre("1", "2", "3"));
    EXPECT_EQ(world.multi->notes().size(), 1u);
  }
}

TEST(MultiIndex, HandsDistrustToEveryPlace) {
  TwoIndexes world;
  DamagedStore store(world.source());
  MultiIndex(world.options, store).distrust(Want{.project = "shop"});
  EXPECT_THAT(store.distrusted, ElementsAre(kOwn, kIndex));
}

TEST(MultiIndex, RanksFindLinksBeforeIndexes) {
  TwoIndexes world;
  world.options.find_links = {"/wheels"};
  world.files.add("/wheels/shop-1-py3-none-any.whl", "bytes");
  world.on(kIndex, "shop", {"shop-1-py3-none-any.whl", "shop-2.tar.gz"});
  const FactAnswer answer = world.page_of("shop");
  ASSERT_THAT(versions_of(answer), ElementsAre("1", "2"));
  const PageView page = PageView::open(std::get<PageFound>(answer).record);
  EXPECT_EQ(page.details(0)->url, "file:///wheels/shop-1-py3-none-any.whl");
  EXPECT_EQ(page.files_of(0).size(), 1u);
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(world.page_of("cart")));
}

TEST(MultiIndex, MakesDoWithFilesOfThisDiskOffline) {
  TwoIndexes world;
  world.options.find_links = {"/wheels"};
  world.files.add("/wheels/shop-1-py3-none-any.whl", "bytes");
  CacheRules rules;
  rules.offline = true;
  CachedFacts cache(nullptr, &world.source(), world.clock, rules);
  world.multi = std::make_unique<MultiIndex>(world.options, cache);
  EXPECT_THAT(versions_of(world.page_of("shop")), ElementsAre("1"));
  EXPECT_TRUE(std::holds_alternative<Offline>(world.page_of("cart")));
}

TEST(MultiIndex, AsksOnlyTheIndexOfThePackageTable) {
  TwoIndexes world;
  world.options.package_index = {{"shop*", kIndex}, {"shop-own", kOwn}};
  world.on(kOwn, "shop", {"shop-1.tar.gz"});
  world.on(kIndex, "shop", {"shop-2.tar.gz"});
  EXPECT_THAT(versions_of(world.page_of("shop")), ElementsAre("2"));
  EXPECT_EQ(world.transport.count(kOwn + "/shop/"), 0u);
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(world.page_of("shop-own")));
  EXPECT_EQ(world.transport.count(kIndex + "/shop-own/"), 0u);
}

TEST(MultiIndex, GivesTheSameAnswerInWhateverOrderTheyArrive) {
  for (const bool last_first : {false, true}) {
    TwoIndexes world;
    world.options.strategy = IndexStrategy::kUnsafeBestMatch;
    world.transport.last_first = last_first;
    world.transport.on(kOwn + "/shop/", 401);
    world.transport.on(kIndex + "/shop/", 403);
    const FactAnswer answer = world.page_of("shop");
    ASSERT_NE(error_of(answer), nullptr);
    EXPECT_THAT(error_of(answer)->message, HasSubstr("own.example"));
  }
}

TEST(MultiIndex, HandsMetadataDown) {
  TwoIndexes world;
  world.transport.on("https://files.example/shop-1-py3-none-any.whl.metadata", 200,
                     "Metadata-Version: 2.1\nName: shop\nVersion: 1\n");
  FileReference file = file_reference("shop-1-py3-none-any.whl");
  file.has_metadata = true;
  MultiIndex multi(world.options, world.source());
  multi.request({Want{
      .kind = Want::Kind::kMetadata, .id = 5, .project = "shop", .version = "1", .files = {file}}});
  const std::vector<Fact> facts = multi.wait();
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_EQ(facts[0].want_id, 5u);
  EXPECT_TRUE(std::holds_alternative<MetadataKnown>(facts[0].answer));
}

}  // namespace
}  // namespace pincompile
