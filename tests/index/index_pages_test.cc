// IndexFacts asked for pages.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_world.h"
#include "result_matchers.h"

namespace pincompile {
namespace {

using namespace pincompile::testing;  // NOLINT: the world of these tests
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kPage = kIndex + "/shop/";

TEST(IndexPages, AnswersWithTheRecordOfThePage) {
  IndexWorld world;
  world.transport.on(kPage, 200, json_page({"shop-2.0.tar.gz", "shop-1.0-py3-none-any.whl"}),
                     {{"etag", "\"7\""}, {"cache-control", "max-age=60, public"}, {"age", "10"}});
  const FactAnswer answer = world.page("shop");
  EXPECT_THAT(versions_of(answer), ElementsAre("1.0", "2.0"));
  EXPECT_EQ(std::get<PageFound>(answer).index_url, kIndex);
  EXPECT_EQ(world.source().freshness(world.last_id), (PageFreshness{"\"7\"", "", 50}));
  EXPECT_THAT(world.transport.header(kPage, "Accept"),
              HasSubstr("application/vnd.pypi.simple.v1+json"));
  EXPECT_TRUE(world.source().wait().empty());
}

TEST(IndexPages, AsksConditionallyAndSaysThatAPageIsStillGood) {
  IndexWorld world;
  world.transport.on(kPage, 304, "", {{"cache-control", "max-age=5"}});
  const Want want{.kind = Want::Kind::kPage, .id = 9, .project = "shop", .index_url = kIndex};
  world.source().revalidate(want, {"\"7\"", "Sun, 01 Nov 2026 10:00:00 GMT", 600});
  const std::vector<Fact> facts = world.source().wait();
  ASSERT_EQ(facts.size(), 1u);
  EXPECT_TRUE(std::get<PageFound>(facts[0].answer).record.bytes.empty());
  EXPECT_EQ(world.source().freshness(9),
            (PageFreshness{"\"7\"", "Sun, 01 Nov 2026 10:00:00 GMT", 5}));
  EXPECT_EQ(world.transport.header(kPage, "If-None-Match"), "\"7\"");
  EXPECT_EQ(world.transport.header(kPage, "If-Modified-Since"), "Sun, 01 Nov 2026 10:00:00 GMT");
}

TEST(IndexPages, TellAbsentFromRefused) {
  IndexWorld world;
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(world.page("nothing")));
  EXPECT_TRUE(world.source().freshness(world.last_id).has_value());
  world.transport.on(kPage, 403);
  const FactAnswer refused = world.page("shop");
  ASSERT_NE(error_of(refused), nullptr);
  EXPECT_EQ(error_of(refused)->kind, ErrorKind::kUnauthorized);
  EXPECT_EQ(error_of(refused)->message, "index.example refused access (403)");
}

TEST(IndexPages, Takes403ForAbsentWhereTheUserSaysSo) {
  IndexWorld world;
  world.options.absent_on_403 = {"index.example"};
  world.transport.on(kPage, 403);
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(world.page("shop")));
  IndexWorld torch;
  torch.options.indexes = {"https://download.pytorch.org/whl/cpu"};
  torch.transport.on("https://download.pytorch.org/whl/cpu/shop/", 403);
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(
      torch.page("shop", "https://download.pytorch.org/whl/cpu")));
}

TEST(IndexPages, KeepsNothingThatMustNotBeStored) {
  IndexWorld world;
  world.transport.on(kPage, 200, json_page({"shop-1.tar.gz"}), {{"cache-control", "no-store"}});
  EXPECT_THAT(versions_of(world.page("shop")), ElementsAre("1"));
  EXPECT_EQ(world.source().freshness(world.last_id), std::nullopt);
}

TEST(IndexPages, TriesAgainAfterTransientTrouble) {
  IndexWorld world;
  world.transport.fail(kPage, {ErrorKind::kNetwork, "connection reset"});
  world.transport.on(kPage, 503, "", {{"retry-after", "7"}});
  world.transport.on(kPage, 200, json_page({"shop-1.tar.gz"}));
  const auto begun = world.clock.monotonic();
  EXPECT_THAT(versions_of(world.page("shop")), ElementsAre("1"));
  EXPECT_EQ(world.transport.count(kPage), 3u);
  EXPECT_GE(world.clock.monotonic() - begun, std::chrono::seconds(7));
}

TEST(IndexPages, GivesUpWithTheTriesAndTheTime) {
  IndexWorld world;
  world.options.retries = 2;
  world.transport.fail(kPage, {ErrorKind::kNetwork, "connection timed out"});
  const FactAnswer answer = world.page("shop");
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_EQ(error_of(answer)->kind, ErrorKind::kNetwork);
  EXPECT_THAT(error_of(answer)->message,
              HasSubstr("cannot reach index.example: connection timed out (3 tries, "));
  EXPECT_THAT(error_of(answer)->hints, ElementsAre(HasSubstr("--offline uses the cache")));
}

TEST(IndexPages, DoNotWaitAnHourForAServer) {
  IndexWorld world;
  world.transport.on(kPage, 429, "", {{"retry-after", "3600"}});
  const FactAnswer answer = world.page("shop");
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_THAT(error_of(answer)->causes, ElementsAre("it asks to come back in 3600 s"));
  EXPECT_EQ(world.transport.count(kPage), 1u);
}

TEST(IndexPages, FollowRedirectsWithoutTheCredentials) {
  IndexWorld world;
  world.options.indexes = {"https://me:secret@index.example/simple/"};
  world.transport.on(kPage, 301, "", {{"location", "https://cdn.example/s/shop/"}});
  world.transport.on("https://cdn.example/s/shop/", 200,
                     R"({"files": [{"filename": "shop-1.tar.gz", "url": "../f/shop-1.tar.gz"}]})");
  const FactAnswer answer = world.page("shop");
  EXPECT_THAT(versions_of(answer), ElementsAre("1"));
  EXPECT_NE(world.transport.header(kPage, "Authorization"), "");
  EXPECT_EQ(world.transport.header("https://cdn.example/s/shop/", "Authorization"), "");
  const PageView page = PageView::open(std::get<PageFound>(answer).record);
  EXPECT_EQ(page.details(0)->url, "https://cdn.example/s/f/shop-1.tar.gz");
  EXPECT_EQ(std::get<PageFound>(answer).index_url, kIndex);
}

TEST(IndexPages, EndRedirectLoops) {
  IndexWorld world;
  world.transport.on(kPage, 302, "", {{"location", kPage}});
  const FactAnswer answer = world.page("shop");
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_THAT(error_of(answer)->message, HasSubstr("more than 10 redirects"));
}

TEST(IndexPages, RefusePlainHttpUnlessTheHostIsTrusted) {
  IndexWorld world;
  world.options.indexes = {"http://index.example/simple"};
  const FactAnswer answer = world.page("shop", "http://index.example/simple");
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_THAT(error_of(answer)->message, HasSubstr("plain http to index.example is refused"));
  EXPECT_TRUE(world.transport.asked.empty());

  IndexWorld trusting;
  trusting.options.indexes = world.options.indexes;
  trusting.options.trusted_hosts = {"index.example"};
  trusting.page("shop", "http://index.example/simple");
  ASSERT_EQ(trusting.transport.asked.size(), 1u);
  EXPECT_TRUE(trusting.transport.asked[0].insecure);

  IndexWorld downgraded;
  downgraded.transport.on(kPage, 302, "", {{"location", "http://index.example/simple/shop/"}});
  EXPECT_NE(error_of(downgraded.page("shop")), nullptr);
}

TEST(IndexPages, AskTheKeyringOnlyAfterARefusal) {
  IndexWorld world;
  world.options.indexes = {"https://me@index.example/simple"};
  world.options.keyring = true;
  world.programs.on({"keyring", "get", kIndex, "me"}, "pw\n");
  world.transport.on(kPage, 401);
  world.transport.on(kPage, 200, json_page({"shop-1.tar.gz"}));
  EXPECT_THAT(versions_of(world.page("shop")), ElementsAre("1"));
  EXPECT_EQ(world.transport.header(kPage, "Authorization"), "Basic bWU6cHc=");
}

TEST(IndexPages, AskTheKeyringOnceForRequestsRefusedTogether) {
  IndexWorld world;
  world.options.indexes = {"https://me@index.example/simple"};
  world.options.keyring = true;
  world.programs.on({"keyring", "get", kIndex, "me"}, "pw\n");
  std::vector<Want> wants;
  for (const std::string name : {"shop", "cart", "till"}) {
    world.transport.on(kIndex + "/" + name + "/", 401);
    world.transport.on(kIndex + "/" + name + "/", 200, json_page({name + "-1.tar.gz"}));
    wants.push_back({.id = wants.size(), .project = name, .index_url = kIndex});
  }
  world.source().request(wants);
  std::size_t answers = 0;
  while (answers < wants.size()) {
    const std::vector<Fact> facts = world.source().wait();
    ASSERT_FALSE(facts.empty());
    answers += facts.size();
    for (const Fact& fact : facts) EXPECT_THAT(versions_of(fact.answer), ElementsAre("1"));
  }
  EXPECT_EQ(world.programs.calls.size(), 1u);
}

TEST(IndexPages, ShowNoSecretAnywhere) {
  IndexWorld world;
  world.options.indexes = {"https://me:s3cret@index.example/simple"};
  world.options.retries = 0;
  world.transport.on(kPage, 401);
  world.transport.fail(kIndex + "/b/", {ErrorKind::kNetwork, "connection refused"});
  world.transport.on(kIndex + "/c/", 200, "{\"s\": 1}");
  world.transport.on(kIndex + "/d/", 302, "",
                     {{"location", "http://me:s3cret@other.example/x?token=s3cret"}});
  std::string texts;
  for (const char* project : {"shop", "b", "c", "d"}) {
    const FactAnswer answer = world.page(project);
    ASSERT_NE(error_of(answer), nullptr) << project;
    texts += error_of(answer)->to_string() + "\n";
  }
  for (const std::string& line : world.trace) texts += line + "\n";
  EXPECT_EQ(texts.find("s3cret"), std::string::npos) << texts;
  EXPECT_EQ(texts.find("bWU6czNjcmV0"), std::string::npos) << texts;
}

TEST(IndexPages, AreNotKeptWithSignedLinks) {
  IndexWorld world;
  world.transport.on(kPage, 200, json_page({"shop-1.tar.gz"}));
  EXPECT_THAT(versions_of(world.page("shop")), ElementsAre("1"));
  EXPECT_NE(world.source().freshness(world.last_id), std::nullopt);
  EXPECT_THAT(world.trace, ElementsAre("asking " + kIndex, HasSubstr("GET")));
  IndexWorld signing;
  signing.transport.on(kPage, 200, "<a href='/f/shop-1.tar.gz?signature=secret'>shop-1.tar.gz</a>",
                       {{"content-type", "text/html"}});
  EXPECT_THAT(versions_of(signing.page("shop")), ElementsAre("1"));
  EXPECT_EQ(signing.source().freshness(signing.last_id), std::nullopt);
}

TEST(IndexPages, ComeFromLocalIndexesToo) {
  IndexWorld world;
  world.options.indexes = {"file:///mirror/simple"};
  world.files.add("/mirror/simple/shop/index.html",
                  "<a href='../../f/shop-1.0.tar.gz'>shop-1.0.tar.gz</a>");
  const FactAnswer answer = world.page("shop", "file:///mirror/simple");
  EXPECT_THAT(versions_of(answer), ElementsAre("1.0"));
  EXPECT_EQ(PageView::open(std::get<PageFound>(answer).record).details(0)->url,
            "file:///mirror/f/shop-1.0.tar.gz");
  EXPECT_EQ(world.source().freshness(world.last_id), std::nullopt);
  EXPECT_TRUE(std::holds_alternative<PageAbsent>(world.page("cart", "file:///mirror/simple")));
}

TEST(IndexPages, ComeFromFindLinksDirectories) {
  IndexWorld world;
  world.options.find_links = {"/wheels"};
  world.files.add("/wheels/shop-1.0-py3-none-any.whl", "bytes");
  world.files.add("/wheels/shopping-2.0.tar.gz", "bytes");
  world.files.add("/wheels/README", "text");
  const FactAnswer answer = world.page("shop", "/wheels");
  EXPECT_THAT(versions_of(answer), ElementsAre("1.0"));
  const auto details = PageView::open(std::get<PageFound>(answer).record).details(0);
  EXPECT_EQ(details->url, "file:///wheels/shop-1.0-py3-none-any.whl");
  EXPECT_EQ(details->size, 5u);
  EXPECT_NE(details->sha256, nullptr);
  EXPECT_EQ(std::get<PageFound>(answer).index_url, "");
  EXPECT_THAT(versions_of(world.page("shopping", "/wheels")), ElementsAre("2.0"));
  EXPECT_THAT(world.files.listed_paths, ElementsAre("/wheels"));
}

TEST(IndexPages, ComeFromOneFindLinksPageThatIsFetchedOnce) {
  IndexWorld world;
  const std::string links = "https://links.example/all.html";
  world.options.find_links = {links};
  world.transport.on(links, 200,
                     "<a href='f/shop-1.0.tar.gz'>1</a> <a href='f/cart-3.tar.gz'>2</a>");
  EXPECT_THAT(versions_of(world.page("shop", links)), ElementsAre("1.0"));
  EXPECT_THAT(versions_of(world.page("cart", links)), ElementsAre("3"));
  EXPECT_THAT(versions_of(world.page("till", links)), ElementsAre());
  EXPECT_EQ(world.transport.count(links), 1u);
}

TEST(IndexPages, OfLocalLinksTellTheDigestsOfLocalFiles) {
  IndexWorld world;
  const std::string known(64, 'a');
  world.options.find_links = {"/d/links.html"};
  world.files.add("/d/links.html",
                  "<a href='w/shop-1.0.tar.gz'>1</a> <a href='w/shop-2.0.tar.gz'>"
                  "2</a> <a href='w/cart-3.tar.gz#sha256=" +
                      known + "'>3</a>");
  world.files.add("/d/w/shop-1.0.tar.gz", "bytes");
  const FactAnswer answer = world.page("shop", "/d/links.html");
  EXPECT_THAT(versions_of(answer), ElementsAre("1.0", "2.0"));
  const PageView page = PageView::open(std::get<PageFound>(answer).record);
  ASSERT_NE(page.details(0)->sha256, nullptr);
  EXPECT_EQ(page.details(0)->size, 5u);
  EXPECT_EQ(page.details(1)->sha256, nullptr);  // there is no such file
  const FactAnswer cart = world.page("cart", "/d/links.html");
  EXPECT_EQ(*PageView::open(std::get<PageFound>(cart).record).details(0)->sha256, 0xaa);
  EXPECT_THAT(versions_of(world.page("till", "/d/links.html")), ElementsAre());
}

TEST(IndexPages, AreDroppedByCancel) {
  IndexWorld world;
  world.transport.on(kPage, 200, json_page({"shop-1.tar.gz"}));
  world.source().request({Want{.id = 1, .project = "shop", .index_url = kIndex}});
  world.source().cancel();
  EXPECT_EQ(world.transport.cancelled.size(), 1u);
  EXPECT_TRUE(world.source().wait().empty());
  EXPECT_THAT(versions_of(world.page("shop")), ElementsAre("1"));
}

TEST(IndexPages, OfPypiConnectToItsHostOfFilesOnTheWay) {
  IndexWorld world;
  const std::string pypi = "https://pypi.org/simple", files = "https://files.pythonhosted.org/";
  world.options.indexes = {pypi};
  world.options.retries = 0;
  world.transport.on(pypi + "/shop/", 200, json_page({"shop-1.tar.gz"}));
  world.transport.fail(files, {ErrorKind::kNetwork, "connection refused"});
  EXPECT_THAT(versions_of(world.page("shop", pypi)), ElementsAre("1"));
  world.page("cart", pypi);
  EXPECT_EQ(world.transport.count(files), 1u);
  EXPECT_TRUE(world.source().wait().empty()) << "nobody waits for it";
}

TEST(FetchText, UsesTheUserPartOfItsUrlAndFollowsRedirects) {
  IndexWorld world;
  world.transport.on("https://text.example/base.in", 302, "", {{"location", "/other.in"}});
  world.transport.on("https://text.example/other.in", 200, "flask\n");
  IndexPorts ports;
  ports.net = [&world]() -> Result<NetParts*> { return &world.parts; };
  ports.clock = &world.clock;
  const auto text = fetch_text(world.options, ports, "https://me:pw@text.example/base.in");
  ASSERT_OK(text);
  EXPECT_EQ(*text, "flask\n");
  EXPECT_EQ(world.transport.header("https://text.example/other.in", "Authorization"),
            "Basic bWU6cHc=");
  EXPECT_ERROR(fetch_text(world.options, ports, "https://text.example/none.in"),
               ErrorKind::kNotFound);
}

}  // namespace
}  // namespace pincompile
