// CachedFacts over an index in memory and a store in a temporary folder.
// SPDX-License-Identifier: MIT
#include "index/cached_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>
#include <utility>

#include "cache/page_record.h"
#include "fact_source_laws.h"
#include "index/closure.h"
#include "manual_clock.h"
#include "result_matchers.h"
#include "universe_facts.h"

namespace pincompile {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::ManualClock;
using ::testing::Not;
using testing::UniverseFacts;

// An index that gives each page an ETag, which changes when the test says so.
class RemoteUniverse : public RemoteFacts {
 public:
  void request(std::vector<Want> wants) override {
    for (const Want& want : wants) asked.push_back(want.project + " " + want.version);
    universe.request(std::move(wants));
  }
  std::vector<Fact> wait() override {
    std::vector<Fact> facts = universe.wait();
    handed_out_.clear();
    for (Fact& fact : facts) {
      handed_out_.insert(fact.want_id);
      if (auto* absent = std::get_if<PageAbsent>(&fact.answer)) absent->refused = refuses;
      if (unchanged_.erase(fact.want_id) != 0)
        fact.answer = PageFound{{}, UniverseFacts::kIndexUrl};
    }
    return facts;
  }
  void cancel() override { universe.cancel(); }
  void revalidate(Want page, PageFreshness known) override {
    asked.push_back(page.project + "?");
    if (known == freshness_now) unchanged_.insert(page.id);
    universe.request({page});
  }
  std::optional<PageFreshness> freshness(std::uint64_t want_id) const override {
    if (!keep || !handed_out_.contains(want_id)) return std::nullopt;
    return freshness_now;
  }

  UniverseFacts universe;
  PageFreshness freshness_now{"\"1\"", "", 600};
  bool keep = true;
  bool refuses = false;  ///< what it does not know, by a 403
  std::vector<std::string> asked;

 private:
  std::set<std::uint64_t> unchanged_;
  std::set<std::uint64_t> handed_out_;
};

class CachedFactsTest : public ::testing::Test {
 protected:
  CachedFactsTest() {
    std::string pattern = ::testing::TempDir() + "pincompile-facts-XXXXXX";
    directory_ = mkdtemp(pattern.data());
    remote_.universe.add("a", "1.0", {"b>=2"});
    remote_.universe.add("a", "1.1", {"b>=3"});
    remote_.universe.add("b", "3.0");
    remote_.universe.add("needs-build", "1").unavailable =
        MetadataUnavailable{MetadataUnavailable::Reason::kNeedsBuild, "setup.py"};
  }
  ~CachedFactsTest() override {
    facts_.reset();
    store_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
  }

  // A run of the program: what was learned before is committed, the store opened anew.
  CachedFacts& run(CacheRules rules = {}) {
    finish();
    auto store = Store::open(
        {directory_, std::uint64_t{1} << 30, std::chrono::floor<std::chrono::days>(clock_.now())});
    EXPECT_OK(store);
    store_ = *std::move(store);
    RemoteFacts* below = rules.offline ? nullptr : &remote_;
    facts_ = std::make_unique<CachedFacts>(store_.get(), below, clock_, std::move(rules));
    remote_.asked.clear();
    return *facts_;
  }
  void finish() {
    if (facts_ != nullptr) {
      EXPECT_OK(facts_->commit());
    }
    facts_.reset();
    store_.reset();
  }
  static Want page(const std::string& project, std::uint64_t id = 1) {
    return {.kind = Want::Kind::kPage,
            .id = id,
            .project = project,
            .index_url = UniverseFacts::kIndexUrl};
  }
  static Want metadata(const std::string& project, const std::string& version,
                       std::uint64_t id = 2) {
    Want want = page(project, id);
    want.kind = Want::Kind::kMetadata;
    want.version = version;
    const std::string file = project + "-" + version + "-py3-none-any.whl";
    want.files.push_back(
        {file, "https://files.example/" + file, 0, to_hex(sha256(file)), true, {}});
    return want;
  }
  std::string ask(const Want& want) {
    facts_->request({want});
    const auto answers = testing::drain(*facts_);
    return answers.size() == 1 ? answers.begin()->second : "not one answer";
  }
  std::vector<Want> every_kind_of_want() const {
    return {page("a", 1),
            page("b", 2),
            page("missing", 3),
            metadata("a", "1.0", 4),
            metadata("a", "1.1", 5),
            metadata("needs-build", "1", 6),
            page("needs-build", 7),
            metadata("b", "3.0", 8)};
  }

  std::string directory_;
  ManualClock clock_;
  RemoteUniverse remote_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<CachedFacts> facts_;
};

TEST_F(CachedFactsTest, KeepsTheLawsWithAndWithoutAStore) {
  const auto without = [this] {
    return std::make_unique<CachedFacts>(nullptr, &remote_, clock_, CacheRules{});
  };
  testing::check_fact_source_laws(without, every_kind_of_want());
  run();
  const auto with = [this] {
    return std::make_unique<CachedFacts>(store_.get(), &remote_, clock_, CacheRules{});
  };
  testing::check_fact_source_laws(with, every_kind_of_want());
  remote_.universe.shuffle(5);
  testing::check_fact_source_laws(with, every_kind_of_want());
  run();
  testing::check_fact_source_laws(with, every_kind_of_want());
  EXPECT_THAT(remote_.asked, IsEmpty()) << "all is known by now";
}

TEST_F(CachedFactsTest, AFreshFactIsNotAskedForAgain) {
  std::vector<std::string> cold, warm;
  run();
  for (const Want& want : every_kind_of_want()) cold.push_back(ask(want));
  EXPECT_EQ(remote_.asked.size(), 8u);
  run();
  for (const Want& want : every_kind_of_want()) warm.push_back(ask(want));
  EXPECT_EQ(cold, warm);
  EXPECT_THAT(remote_.asked, IsEmpty());
  EXPECT_EQ(facts_->cache_use().fresh, 8u);
}

TEST_F(CachedFactsTest, AStalePageIsAskedForConditionally) {
  run();
  const std::string cold = ask(page("a"));
  clock_.advance(seconds{601});
  run();
  EXPECT_EQ(ask(page("a")), cold);
  EXPECT_THAT(remote_.asked, ElementsAre("a?"));
  EXPECT_EQ(facts_->cache_use().unchanged, 1u);
  clock_.advance(seconds{500});
  run();
  EXPECT_EQ(ask(page("a")), cold);
  EXPECT_THAT(remote_.asked, IsEmpty()) << "fresh again since the last look";
}

TEST_F(CachedFactsTest, AChangedPageReplacesTheStoredOne) {
  run();
  const std::string old_page = ask(page("a"));
  clock_.advance(seconds{601});
  remote_.universe.add("a", "2.0");
  remote_.freshness_now.etag = "\"2\"";
  run();
  const std::string new_page = ask(page("a"));
  EXPECT_NE(new_page, old_page);
  run();
  EXPECT_EQ(ask(page("a")), new_page);
  EXPECT_THAT(remote_.asked, IsEmpty());
}

TEST_F(CachedFactsTest, AnAbsentPageIsRememberedForItsMaxAge) {
  run();
  const std::string absent = ask(page("missing"));
  EXPECT_TRUE(absent.starts_with("absent")) << absent;
  run();
  EXPECT_EQ(ask(page("missing")), absent);
  EXPECT_THAT(remote_.asked, IsEmpty());
  clock_.advance(seconds{601});
  run();
  EXPECT_EQ(ask(page("missing")), absent);
  EXPECT_THAT(remote_.asked, ElementsAre("missing?"));
}

TEST_F(CachedFactsTest, OfflineTakesStoredFactsOfAnyAgeAndNoOthers) {
  run();
  const std::string cold = ask(page("a"));
  clock_.advance(hours{10'000});
  run({.offline = true});
  EXPECT_EQ(ask(page("a")), cold);
  EXPECT_EQ(ask(page("b")), "offline");
  EXPECT_EQ(ask(metadata("a", "1.0")), "offline");
}

TEST_F(CachedFactsTest, RefreshAsksAgainForWhatItNames) {
  run();
  for (const Want& want : every_kind_of_want()) ask(want);
  run({.refresh_projects = {"a"}});
  for (const Want& want : every_kind_of_want()) ask(want);
  EXPECT_THAT(remote_.asked, ElementsAre("a?", "a 1.0", "a 1.1"));
  run({.refresh = true});
  for (const Want& want : every_kind_of_want()) ask(want);
  EXPECT_EQ(remote_.asked.size(), 8u);
  run({.revalidate_pages = true});
  for (const Want& want : every_kind_of_want()) ask(want);
  EXPECT_THAT(remote_.asked, ElementsAre("a?", "b?", "missing?", "needs-build?"));
}

TEST_F(CachedFactsTest, MetadataOfAnotherFileOfTheSameNameIsAnotherFact) {
  run();
  ask(metadata("a", "1.0"));
  run();
  Want other = metadata("a", "1.0");
  other.files[0].sha256 = std::string(64, '0');
  ask(other);
  EXPECT_THAT(remote_.asked, ElementsAre("a 1.0"));
}

TEST_F(CachedFactsTest, FilesWithoutIndexAreKeptByTheirDigestOnly) {
  Want local = metadata("a", "1.0");
  local.index_url.clear();
  Want nameless = local;
  nameless.files[0].sha256.clear();
  nameless.id = 3;
  for (int round = 0; round < 2; ++round) {
    run();
    ask(local);
    ask(nameless);
  }
  EXPECT_THAT(remote_.asked, ElementsAre("a 1.0")) << "the one without a digest";
}

TEST_F(CachedFactsTest, HowSdistsAreReadDecidesAboutTheirMetadataOnly) {
  Want sdist = metadata("a", "1.0", 1);
  sdist.files[0].filename = "a-1.0.tar.gz";
  const Want wheel = metadata("a", "1.1", 2);
  for (const char* variant : {"", "strict", "strict", ""}) {
    run({.sdist_variant = variant});
    ask(sdist);
    ask(wheel);
  }
  EXPECT_THAT(remote_.asked, IsEmpty());
  run({.sdist_variant = "build cp312"});
  ask(sdist);
  ask(wheel);
  EXPECT_THAT(remote_.asked, ElementsAre("a 1.0"));
}

TEST_F(CachedFactsTest, WhatMustNotBeKeptIsNot) {
  remote_.keep = false;
  run();
  ask(page("a"));
  run();
  ask(page("a"));
  EXPECT_THAT(remote_.asked, ElementsAre("a "));
}

TEST_F(CachedFactsTest, AFailureIsNotKept) {
  remote_.universe.fail("a", Error{ErrorKind::kNetwork, "reset"});
  run();
  EXPECT_TRUE(ask(page("a")).starts_with("failed"));
  run();
  EXPECT_TRUE(ask(page("a")).starts_with("failed"));
  EXPECT_THAT(remote_.asked, ElementsAre("a "));
}

TEST_F(CachedFactsTest, MissingMetadataIsAskedForAgainWhenThePageWasLookedAt) {
  remote_.universe.add("c", "1").unavailable =
      MetadataUnavailable{MetadataUnavailable::Reason::kMissing, "404"};
  run();
  ask(page("c"));
  ask(metadata("c", "1"));
  run();
  ask(page("c"));
  ask(metadata("c", "1"));
  EXPECT_THAT(remote_.asked, IsEmpty());
  clock_.advance(seconds{601});
  run();
  ask(page("c"));
  ask(metadata("c", "1"));
  EXPECT_THAT(remote_.asked, ElementsAre("c?", "c 1"));
}

TEST_F(CachedFactsTest, TheDayOfLastUseIsWrittenOnceADay) {
  run();
  remote_.freshness_now.max_age_seconds = 1'000'000;
  ask(page("a"));
  clock_.advance(hours{24});
  run();
  ask(page("a"));
  EXPECT_OK(facts_->commit());
  EXPECT_EQ(store_->counts().written, 1u);
  run();
  ask(page("a"));
  EXPECT_OK(facts_->commit());
  EXPECT_EQ(store_->counts().written, 0u);
}

TEST_F(CachedFactsTest, AsksForTheLastClosureAtOnce) {
  const auto ask_in_turn = [&](const std::string& question) {
    run().begin_question(question);
    Want ahead = page("b", 2), unused = page("missing", 3);
    ahead.ahead = unused.ahead = true;
    facts_->request({page("a", 1)});
    const std::vector<std::string> at_once = std::exchange(remote_.asked, {});
    facts_->request({ahead, unused});
    testing::drain(*facts_);
    facts_->use(2);
    return at_once;
  };
  EXPECT_THAT(ask_in_turn("requirements.in cp312"), ElementsAre("a "));
  clock_.advance(hours{1});
  EXPECT_THAT(ask_in_turn("requirements.in cp312"), ElementsAre("a?", "b?"));
  EXPECT_THAT(remote_.asked, ElementsAre("missing?"));
  EXPECT_THAT(ask_in_turn("requirements.in cp312"), IsEmpty()) << "all are fresh";
  clock_.advance(hours{1});
  EXPECT_THAT(ask_in_turn("requirements.in cp39"), ElementsAre("a?")) << "another question";
}

TEST_F(CachedFactsTest, KeepsTheClosureOfTheLastRunThatAskedAnIndex) {
  run().begin_question("q");
  ask(page("a"));
  ask(page("b", 2));
  run().begin_question("q");
  ask(page("a"));  // fresh: this run knows nothing new
  clock_.advance(hours{1});
  remote_.freshness_now.etag = "\"2\"";
  remote_.universe.fail("b", {ErrorKind::kNetwork, "it failed"});
  run().begin_question("q");
  ask(page("a"));
  EXPECT_THAT(remote_.asked, ElementsAre("a?", "b?"));
  EXPECT_THAT(ask(page("b", 2)), HasSubstr("it failed"));
  run().begin_question("q");
  clock_.advance(hours{1});
  ask(page("a"));
  EXPECT_THAT(remote_.asked, ElementsAre("a?", "b?")) << "a run that failed may know only a part";
}

TEST_F(CachedFactsTest, AsksAnewForAPageThatIsDistrusted) {
  run();
  const std::string sound = ask(page("a"));
  run();
  EXPECT_EQ(ask(page("a")), sound);
  EXPECT_THAT(remote_.asked, IsEmpty());
  facts_->cancel();
  facts_->distrust(page("a"));
  EXPECT_EQ(ask(page("a")), sound);
  EXPECT_THAT(remote_.asked, ElementsAre("a "));
  run();
  EXPECT_EQ(ask(page("a")), sound);
  EXPECT_THAT(remote_.asked, IsEmpty()) << "the new one is kept";
  facts_->distrust(page("a"));
  CacheRules rules;
  rules.offline = true;
  run(rules);
  EXPECT_THAT(ask(page("a")), HasSubstr("offline")) << "better no page than a damaged one";
}

TEST_F(CachedFactsTest, ARefusalMeansAbsenceOnlyWhereThatIsSaid) {
  remote_.refuses = true;
  CacheRules rules;
  rules.absent_on_403 = {"index.example"};
  run(rules);
  const std::string absent = ask(page("missing"));
  run(rules);
  EXPECT_EQ(ask(page("missing")), absent);
  EXPECT_THAT(remote_.asked, IsEmpty());
  run();
  ask(page("missing"));
  EXPECT_THAT(remote_.asked, ElementsAre("missing ")) << "not said in this run";
}

TEST_F(CachedFactsTest, KeepsNoFailedBuild) {
  const Want want = metadata("needs-build", "1");
  CacheRules rules;
  rules.builds = true;
  for (int attempt = 0; attempt < 2; ++attempt) {
    run(rules);
    EXPECT_THAT(ask(want), HasSubstr("setup.py"));
    EXPECT_THAT(remote_.asked, ElementsAre("needs-build 1"));
  }
  run();
  ask(want);
  run();
  EXPECT_THAT(ask(want), HasSubstr("setup.py"));
  EXPECT_THAT(remote_.asked, IsEmpty()) << "that there is nothing to read stays true";
}

TEST_F(CachedFactsTest, TellsTheClosuresOfIndexesApart) {
  const std::vector<UsedPage> pages = {{"https://one.example/simple", "a"},
                                       {"https://one.example/simple", "b"},
                                       {"https://two.example/simple", "c"}};
  run();
  EXPECT_THAT(read_closure(*store_, "q"), IsEmpty());
  keep_closure(*store_, "q", {pages[2], pages[1], pages[0], pages[1]});
  run();
  EXPECT_EQ(read_closure(*store_, "q"), pages);
  keep_closure(*store_, "q", pages);
  EXPECT_OK(store_->commit());
  EXPECT_EQ(store_->counts().written, 0u);
}

TEST_F(CachedFactsTest, AsksTheDiskAlthoughOffline) {
  run();
  CacheRules rules;
  rules.offline = true;
  facts_ = std::make_unique<CachedFacts>(store_.get(), &remote_, clock_, rules);
  Want links = page("a", 1);
  links.index_url = "/wheels";
  Want mirror = page("a", 2);
  mirror.index_url = "file:///mirror/simple";
  Want file = metadata("a", "1.0", 3);
  file.files.push_back(file.files.front());
  file.files.front().url = "file:///wheels/a-1.0-py3-none-any.whl";
  EXPECT_THAT(ask(page("a", 4)), HasSubstr("offline"));
  EXPECT_THAT(ask(metadata("a", "1.1", 5)), HasSubstr("offline"));
  EXPECT_THAT(remote_.asked, IsEmpty());
  for (const Want& want : {links, mirror, file})
    EXPECT_THAT(ask(want), Not(HasSubstr("offline"))) << want.index_url;
  EXPECT_THAT(remote_.asked, ElementsAre("a ", "a ", "a 1.0"));
}

}  // namespace
}  // namespace pincompile
