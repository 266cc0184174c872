// What a request says and what the pins then are; every answer goes through the pin checker.
// SPDX-License-Identifier: MIT
#include "pincompile/resolver.h"

#include <gmock/gmock.h>

#include "damaged_record.h"
#include "manual_clock.h"
#include "questions.h"
#include "result_matchers.h"
#include "support/digest.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

const Resolution& resolution_of(const Result<Outcome>& outcome) {
  static const Resolution none;
  EXPECT_OK(outcome);
  if (!outcome) return none;
  const auto* resolution = std::get_if<Resolution>(&*outcome);
  EXPECT_NE(resolution, nullptr) << describe(outcome);
  return resolution == nullptr ? none : *resolution;
}

const Pin& pin_of(const Resolution& resolution, const std::string& name) {
  static const Pin none;
  for (const Pin& pin : resolution.pins) {
    if (pin.name == name) return pin;
  }
  ADD_FAILURE() << "no pin " << name;
  return none;
}

std::chrono::sys_seconds day(int year, unsigned month, unsigned of_month) {
  return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) /
                               static_cast<int>(of_month));
}

TEST(Resolver, PinsTheNewestVersionsThatFit) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b>=1"});
  facts.add("a", "2.0", {"b>=2", "c ; sys_platform == 'win32'"});
  facts.add("b", "1.0");
  facts.add("b", "2.5", {});
  const auto outcome = checked_resolve(facts, question({"A"}));
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "2.0"), Pair("b", "2.5")));
  const Resolution& resolution = resolution_of(outcome);
  EXPECT_TRUE(resolution.proven);
  EXPECT_TRUE(pin_of(resolution, "a").direct);
  ASSERT_EQ(pin_of(resolution, "b").required_by.size(), 1u);
  EXPECT_EQ(pin_of(resolution, "b").required_by[0].parent, "a");
  EXPECT_EQ(pin_of(resolution, "b").required_by[0].text, "b>=2");
}

TEST(Resolver, PassesOverAWheelThatIsGone4_7) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  auto& release = facts.add("a", "2.0", {"b"});
  release.tags = {"cp312-cp312-manylinux_2_17_x86_64", "cp312-abi3-manylinux_2_17_x86_64",
                  "py3-none-any", "cp312-cp312-win_amd64"};
  facts.add("b", "1.0");
  release.gone = {"a-2.0-cp312-cp312-manylinux_2_17_x86_64.whl",
                  "a-2.0-cp312-abi3-manylinux_2_17_x86_64.whl"};
  const auto outcome = checked_resolve(facts, question({"a"}));
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "2.0"), Pair("b", "1.0")));
  const Resolution& resolution = resolution_of(outcome);
  EXPECT_THAT(resolution.warnings,
              ElementsAre("a-2.0-cp312-cp312-manylinux_2_17_x86_64.whl is not on the index any "
                          "more: a==2.0 is as a-2.0-py3-none-any.whl tells"));
  EXPECT_TRUE(pin_of(resolution, "a").files[2].best);

  release.gone.push_back("a-2.0-py3-none-any.whl");  // what is left is for another platform
  UniverseFacts others = facts;
  EXPECT_THAT(pins_of(checked_resolve(others, question({"a"}))), ElementsAre(Pair("a", "1.0")));
}

TEST(Resolver, ConstraintsLimitOnlyWhatIsNeeded4_4) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b"});
  facts.add("b", "1.0");
  facts.add("b", "2.0");
  ResolveRequest request = question({"a"});
  request.inputs.constraints = input_lines({"b<2", "unneeded==7"}, "limits.txt");
  const auto outcome = checked_resolve(facts, request);
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "1.0"), Pair("b", "1.0")));
  const Pin& pin = pin_of(resolution_of(outcome), "b");
  ASSERT_EQ(pin.required_by.size(), 2u);
  EXPECT_EQ(pin.required_by[0].line_kind, RequiredBy::LineKind::kConstraint);
  ASSERT_EQ(pin.held_back.size(), 1u);
  EXPECT_EQ(pin.held_back[0].version, "2.0");
  EXPECT_THAT(pin.held_back[0].by, ElementsAre("limits.txt:1"));
}

TEST(Resolver, OverridesReplaceEveryRequirementOnAName4_4) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b<2", "c"});
  facts.add("b", "1.0");
  facts.add("b", "3.0");
  facts.add("c", "1.0");
  ResolveRequest request = question({"a", "b==1.0"});
  request.inputs.overrides = input_lines({"b>=3", "c ; python_version < '3'"}, "overrides.txt");
  EXPECT_THAT(pins_of(checked_resolve(facts, request)),
              UnorderedElementsAre(Pair("a", "1.0"), Pair("b", "3.0")));
}

TEST(Resolver, ExtrasBringTheirRequirements4_3) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b ; extra == 'x'", "c ; extra == 'y'", "a[x] ; extra == 'all'"});
  facts.add("b", "1.0", {"a[y]"});
  facts.add("c", "1.0");
  const auto all = checked_resolve(facts, question({"a[All]"}));
  EXPECT_THAT(pins_of(all),
              UnorderedElementsAre(Pair("a", "1.0"), Pair("b", "1.0"), Pair("c", "1.0")));
  EXPECT_THAT(pin_of(resolution_of(all), "a").extras, ElementsAre("all", "x", "y"));
  const auto none = checked_resolve(facts, question({"a"}));
  EXPECT_THAT(pins_of(none), UnorderedElementsAre(Pair("a", "1.0")));
}

TEST(Resolver, WarnsAboutAnExtraThatAVersionLacks4_3) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  const auto outcome = checked_resolve(facts, question({"a[nothing]"}));
  EXPECT_THAT(resolution_of(outcome).warnings, ElementsAre("a==1.0 has no extra \"nothing\""));
}

TEST(Resolver, TakesASelfDependencyThatContradictsForUnavailable) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"a>=1"});
  facts.add("a", "2.0", {"a<2"});
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a"}))), ElementsAre(Pair("a", "1.0")));
}

UniverseFacts upgradable() {
  UniverseFacts facts;
  for (const char* version : {"1.0", "2.0", "3.0"}) {
    facts.add("a", version, {"b"});
    facts.add("b", version);
  }
  return facts;
}

TEST(Resolver, KeepsExistingPinsThatFit) {
  UniverseFacts facts = upgradable();
  ResolveRequest request = question({"a>=2"});
  request.existing = {{"a", "1.0"}, {"b", "1.0"}, {"gone", "4"}};
  const auto outcome = checked_resolve(facts, request);
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "3.0"), Pair("b", "1.0")));
  EXPECT_EQ(pin_of(resolution_of(outcome), "a").changed_from, "1.0");
  EXPECT_EQ(pin_of(resolution_of(outcome), "b").changed_from, "");
  EXPECT_THAT(resolution_of(outcome).removed, ElementsAre("gone"));
}

TEST(Resolver, UpgradesOnlyWhatIsNamed) {
  UniverseFacts facts = upgradable();
  ResolveRequest request = question({"a"});
  request.existing = {{"a", "1.0"}, {"b", "1.0"}};
  request.options.upgrade_packages = input_lines({"b<3", "absent"}, "");
  const auto outcome = checked_resolve(facts, request);
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "1.0"), Pair("b", "2.0")));
  EXPECT_THAT(resolution_of(outcome).notes,
              ElementsAre("absent is not needed, so there is nothing to upgrade"));
  request.options.upgrade_packages.clear();
  request.options.upgrade = true;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)),
              UnorderedElementsAre(Pair("a", "3.0"), Pair("b", "3.0")));
}

/// `3.12` means 3.12.0 (behaviour.md 1.2).
TEST(Resolver, NamesThePatchReleaseThatWouldAdmitANewerVersion) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "2.0").requires_python = ">=3.9,!=3.12.0,!=3.12.1";
  facts.add("a", "3.0").requires_python = ">=3.13";
  facts.add("b", "1.0");
  facts.add("b", "2.0").requires_python = ">=3.12.99";
  Release& silent = facts.add("c", "2.0");
  silent.requires_python = ">=3.12.4";
  silent.page_tells_python = false;
  facts.add("c", "1.0");
  ResolveRequest request = question({"a", "b", "c"});
  EXPECT_THAT(
      resolution_of(checked_resolve(facts, request)).notes,
      ElementsAre(
          "a 2.0 needs Python !=3.12.0,!=3.12.1,>=3.9: --python-version 3.12.2 would admit it",
          "c 2.0 needs Python >=3.12.4: --python-version 3.12.4 would admit it"));
  request.target = linux_target("3.12.0");
  EXPECT_THAT(resolution_of(checked_resolve(facts, request)).notes, IsEmpty());
}

TEST(Resolver, CompilingWithItsOwnPinsChangesNothing) {
  UniverseFacts facts = upgradable();
  facts.add("a", "4.0rc1", {"b"});
  ResolveRequest request = question({"a<3"});
  const auto first = checked_resolve(facts, request);
  for (const auto& [name, version] : pins_of(first)) request.existing.push_back({name, version});
  const auto second = checked_resolve(facts, request);
  EXPECT_EQ(pins_of(first), pins_of(second));
}

TEST(Resolver, PutsFinalsBeforePrereleases) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "2.0rc1");
  facts.add("only", "1.0b1");
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a>=1.0rc1", "only"}))),
              UnorderedElementsAre(Pair("a", "1.0"), Pair("only", "1.0b1")));
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a>1.5"}))),
              ElementsAre(Pair("a", "2.0rc1")));
  ResolveRequest request = question({"a"});
  request.options.prerelease_by_project["a"] = PrereleaseMode::kAllow;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "2.0rc1")));
  request = question({"only"});
  request.options.prerelease = PrereleaseMode::kDisallow;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), IsEmpty());
  request.options.prerelease = PrereleaseMode::kExplicit;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), IsEmpty());
  request.inputs.requirements = input_lines({"only>=1.0a1"});
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("only", "1.0b1")));
}

TEST(Resolver, TakesYankedVersionsOnlyWhereTheUserPinsThem) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b==2.0"});
  facts.add("b", "1.0");
  Release& yanked = facts.add("b", "2.0");
  yanked.yanked = true;
  yanked.yanked_reason = "broken";
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"b"}))), ElementsAre(Pair("b", "1.0")));
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a"}))), IsEmpty());
  const auto accepted = checked_resolve(facts, question({"b==2.0"}));
  EXPECT_THAT(pins_of(accepted), ElementsAre(Pair("b", "2.0")));
  EXPECT_TRUE(pin_of(resolution_of(accepted), "b").yanked);
  EXPECT_THAT(resolution_of(accepted).warnings, ElementsAre("b==2.0 was yanked: \"broken\""));
  ResolveRequest kept = question({"b"});
  kept.existing = {{"b", "2.0"}};
  EXPECT_THAT(pins_of(checked_resolve(facts, kept)), ElementsAre(Pair("b", "2.0")));
}

TEST(Resolver, CountsFilesBeforeTheCutoff) {
  UniverseFacts facts;
  facts.add("a", "1.0").uploaded = day(2024, 1, 1);
  facts.add("a", "2.0").uploaded = day(2025, 1, 1);
  facts.add("a", "3.0");
  ResolveRequest request = question({"a"});
  request.options.uploaded_prior_to = day(2025, 1, 1);
  request.existing = {{"a", "2.0"}};
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "1.0")));
  request.options.uploaded_prior_to_by_project["a"] = std::nullopt;
  request.existing.clear();
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "3.0")));
}

TEST(Resolver, ObeysFormats4_5) {
  UniverseFacts facts;
  facts.add("a", "1.0").sdist = true;
  Release& source = facts.add("a", "2.0");
  source.sdist = true;
  source.tags.clear();
  facts.add("a", "3.0");
  ResolveRequest request = question({"a<3"});
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "2.0")));
  request.options.prefer_binary = true;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "1.0")));
  request.options.prefer_binary = false;
  request.options.only_binary.all = true;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "1.0")));
  request.options.no_binary.names = {"a"};
  request.inputs.requirements = input_lines({"a"});
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "2.0")));
}

TEST(Resolver, LooksAtThePythonOfPageAndMetadata) {
  UniverseFacts facts;
  facts.add("a", "1.0").requires_python = ">=3.8";
  facts.add("a", "2.0").requires_python = ">=3.13";
  facts.add("b", "1.0").requires_python = "<3.12";
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a"}))), ElementsAre(Pair("a", "1.0")));
  ResolveRequest request = question({"b"});
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), IsEmpty());
  request.options.respect_python_upper_bounds = false;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("b", "1.0")));
}

TEST(Resolver, LimitsAPackageToItsHashes) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "2.0");
  ResolveRequest request = question({"a"});
  request.inputs.requirements[0].hashes = {"sha256:" + to_hex(sha256("a-1.0-py3-none-any.whl"))};
  EXPECT_THAT(pins_of(checked_resolve(facts, request)), ElementsAre(Pair("a", "1.0")));
}

TEST(Resolver, RanksLocalVersionsAndComparesTextsForArbitraryEquality) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "1.0+cpu");
  facts.add("a", "1.1.0.0");
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a==1.0"}))),
              ElementsAre(Pair("a", "1.0+cpu")));
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a>1.0"}))),
              ElementsAre(Pair("a", "1.1.0.0")));
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a===1.1"}))), IsEmpty());
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"a===1.1.0.0"}))),
              ElementsAre(Pair("a", "1.1.0.0")));
}

TEST(Resolver, TakesUrlsForTheOnlyVersion4_4) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b"});
  facts.add("b", "1.0", {"c @ https://files.example/c-3.0-py3-none-any.whl"});
  facts.add("c", "3.0");
  facts.add("d", "1.0", {"c @ https://files.example/c-3.0-py3-none-any.whl"});
  const auto outcome =
      checked_resolve(facts, question({"a", "b @ https://files.example/b-1.0-py3-none-any.whl"}));
  EXPECT_THAT(pins_of(outcome),
              UnorderedElementsAre(Pair("a", "1.0"), Pair("b", "1.0"), Pair("c", "3.0")));
  EXPECT_EQ(pin_of(resolution_of(outcome), "b").direct_line, 1u);
  // A package of an index that depends on a URL is unusable in that version.
  EXPECT_THAT(pins_of(checked_resolve(facts, question({"d"}))), IsEmpty());
  EXPECT_ERROR(
      checked_resolve(facts, question({"b @ https://files.example/b-1.0-py3-none-any.whl",
                                       "b @ https://other.example/b-1.0-py3-none-any.whl"})),
      ErrorKind::kInvalidArgument);
}

TEST(Resolver, ReadsLocalDirectoriesFromTheInputs) {
  UniverseFacts facts;
  facts.add("b", "1.0");
  ResolveRequest request = question({});
  InputRequirement line = input_line("core", 1);
  line.kind = InputRequirement::Kind::kPath;
  line.editable = true;
  line.requirement.name.clear();
  line.path = "libs/core";
  request.inputs.requirements.push_back(line);
  request.inputs.local_projects["libs/core"] = {"Core", "0.1", {"b"}, {}, {}, {}};
  const auto outcome = checked_resolve(facts, request);
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("core", "0.1"), Pair("b", "1.0")));
}

TEST(Resolver, ReversesTheDirectionOfPreference) {
  UniverseFacts facts = upgradable();
  ResolveRequest request = question({"a>=2"});
  request.options.resolution = ResolutionMode::kLowest;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)),
              UnorderedElementsAre(Pair("a", "2.0"), Pair("b", "1.0")));
  request.options.resolution = ResolutionMode::kLowestDirect;
  EXPECT_THAT(pins_of(checked_resolve(facts, request)),
              UnorderedElementsAre(Pair("a", "2.0"), Pair("b", "3.0")));
}

TEST(Resolver, SkipsVersionsWithoutReadableMetadata4_10) {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "2.0").unavailable = {MetadataUnavailable::Reason::kNeedsBuild, "no PKG-INFO"};
  facts.add("a", "3.0", {"not a requirement !"});
  const auto outcome = checked_resolve(facts, question({"a"}));
  EXPECT_THAT(pins_of(outcome), ElementsAre(Pair("a", "1.0")));
  const Pin& pin = pin_of(resolution_of(outcome), "a");
  ASSERT_EQ(pin.held_back.size(), 2u);
  EXPECT_EQ(pin.held_back[0].code, ExclusionCode::kNeedsBuild);
  EXPECT_EQ(pin.held_back[1].code, ExclusionCode::kBadMetadata);
}

TEST(Resolver, EndsWhereTheAnswerDependsOnAFailure) {
  UniverseFacts facts;
  facts.add("a", "1.0", {"b"});
  facts.fail("b", {ErrorKind::kNetwork, "timed out"});
  EXPECT_ERROR(checked_resolve(facts, question({"a"})), ErrorKind::kNetwork);
  facts.add("c", "1.0");
  facts.take_offline("d");
  EXPECT_ERROR(checked_resolve(facts, question({"c", "d"})), ErrorKind::kNetwork);
  EXPECT_OK(checked_resolve(facts, question({"c"})));
}

// Metadata of one version cannot be had; remembers which answers counted.
class WithoutOneVersion : public UniverseFacts {
 public:
  std::vector<Fact> wait() override {
    const std::vector<Want> wants = asked;
    std::vector<Fact> facts = UniverseFacts::wait();
    for (Fact& fact : facts) {
      for (const Want& want : wants) {
        if (want.id != fact.want_id || want.version != without) continue;
        fact.answer = Failed{{ErrorKind::kNetwork, "not recorded"}};
        lacking = want;
      }
    }
    return facts;
  }
  void use(std::uint64_t want) override { used.push_back(want); }

  std::string without = "17.0";
  std::optional<Want> lacking;
  std::vector<std::uint64_t> used;
};

// a 20 and 19 need other versions of b than the lines allow, so more of a is asked for along with
// a 19 than turns out to be needed.
TEST(Resolver, DoesWithoutFactsThatWereOnlyLikely) {
  for (const int usable : {18, 16}) {
    WithoutOneVersion facts;
    for (int i = 10; i <= 20; ++i) {
      const std::string version = std::to_string(i) + ".0";
      facts.add("b", version);
      facts.add("a", version, {i > usable ? "b==" + version : "b"});
    }
    const auto outcome = checked_resolve(facts, question({"a", "b<12"}));
    ASSERT_TRUE(facts.lacking);
    EXPECT_TRUE(facts.lacking->ahead);
    const bool is_used = std::ranges::count(facts.used, facts.lacking->id) != 0;
    if (usable == 18) {
      EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "18.0"), Pair("b", "11.0")));
      EXPECT_FALSE(is_used);
    } else {
      EXPECT_ERROR(outcome, ErrorKind::kNetwork);
      EXPECT_TRUE(is_used);
    }
  }
}

// As above: a 17.0 was only likely at first.
TEST(Resolver, CountsTheWheelThatIsPassedOver) {
  WithoutOneVersion facts;
  facts.without = "none";
  for (int i = 10; i <= 20; ++i) {
    const std::string version = std::to_string(i) + ".0";
    facts.add("b", version);
    auto& release = facts.add("a", version, {i > 17 ? "b==" + version : "b"});
    release.tags = {"cp312-cp312-manylinux_2_17_x86_64", "py3-none-any"};
    if (i == 17) release.gone = {"a-17.0-cp312-cp312-manylinux_2_17_x86_64.whl"};
  }
  const auto outcome = checked_resolve(facts, question({"a", "b<12"}));
  EXPECT_THAT(pins_of(outcome), UnorderedElementsAre(Pair("a", "17.0"), Pair("b", "11.0")));
  const auto gone = std::ranges::find(facts.asked, "17.0", &Want::version);
  ASSERT_NE(gone, facts.asked.end());
  EXPECT_TRUE(gone->ahead);
  EXPECT_THAT(facts.used, ::testing::Contains(gone->id));
}

class CancelAtOnce : public ResolveObserver {
 public:
  bool should_cancel() override { return true; }
};

TEST(Resolver, StopsWhenToldTo) {
  UniverseFacts facts = upgradable();
  ManualClock clock;
  CancelAtOnce observer;
  Resolver resolver(facts, clock);
  EXPECT_ERROR(resolver.resolve(question({"a"}), &observer), ErrorKind::kCancelled);
}

TEST(Resolver, SharesFactsBetweenRequests) {
  UniverseFacts facts = upgradable();
  ManualClock clock;
  Resolver resolver(facts, clock);
  ASSERT_OK(resolver.resolve(question({"a"})));
  const std::size_t asked = facts.asked.size();
  ASSERT_OK(resolver.resolve(question({"a"})));
  EXPECT_EQ(facts.asked.size(), asked);
}

// Pages of `shop` come damaged until that is noticed, or always.
class DamagedShop : public UniverseFacts {
 public:
  std::vector<Fact> wait() override {
    std::vector<Fact> facts = UniverseFacts::wait();
    for (Fact& fact : facts) {
      auto* page = std::get_if<PageFound>(&fact.answer);
      if (page != nullptr && (distrusted.empty() || hopeless))
        page->record = damaged_record(page->record, "shop-1.0-py3-none-any.whl");
    }
    return facts;
  }
  void distrust(const Want& page) override { distrusted.push_back(page.project); }

  std::vector<std::string> distrusted;
  bool hopeless = false;
};

TEST(Resolver, StartsOverWhenAStoredPageIsDamaged) {
  for (const bool hopeless : {false, true}) {
    DamagedShop facts;
    facts.hopeless = hopeless;
    facts.add("mall", "1.0", {"shop"});
    facts.add("shop", "1.0");
    ManualClock clock;
    Resolver resolver(facts, clock);
    const Result<Outcome> outcome = resolver.resolve(question({"mall"}));
    EXPECT_THAT(facts.distrusted, ElementsAre("shop"));
    if (hopeless) {
      EXPECT_ERROR(outcome, ErrorKind::kCorrupt);
      continue;
    }
    const Pin& pin = pin_of(resolution_of(outcome), "shop");
    ASSERT_EQ(pin.files.size(), 1u);
    EXPECT_EQ(pin.files[0].filename, "shop-1.0-py3-none-any.whl");
  }
}

TEST(Resolver, TakesNoOlderVersionBecauseAStoredPageIsDamaged) {
  // Whether 1.0 may be chosen is told by its files: one is before the cutoff, one is not.
  DamagedShop facts;
  facts.add("shop", "0.9").uploaded = day(2020, 1, 1);
  facts.add("shop", "1.0").files = {
      {.filename = "shop-1.0-py3-none-any.whl", .uploaded = day(2021, 1, 1)},
      {.filename = "shop-1.0-py2-none-any.whl", .uploaded = day(2024, 1, 1)}};
  ResolveRequest request = question({"shop"});
  request.options.uploaded_prior_to = day(2022, 1, 1);
  ManualClock clock;
  Resolver resolver(facts, clock);
  const Result<Outcome> outcome = resolver.resolve(request);
  EXPECT_THAT(facts.distrusted, ElementsAre("shop"));
  EXPECT_EQ(pin_of(resolution_of(outcome), "shop").version, "1.0");
}

}  // namespace
}  // namespace pincompile::testing
