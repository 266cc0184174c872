// IndexFacts asked for the metadata of versions.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "index_world.h"
#include "result_matchers.h"
#include "test_archives.h"

namespace pincompile {
namespace {

using namespace pincompile::testing;  // NOLINT: the world of these tests
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kWheel = "shop-1.0-py3-none-any.whl";
const std::string kWheelUrl = "https://files.example/" + kWheel;
const std::string kSdist = "shop-1.0.tar.gz";
const std::string kSdistUrl = "https://files.example/" + kSdist;
const std::string kNeedsCart = "Requires-Dist: cart>=1\n";

FileReference with_metadata(const std::string& text) {
  FileReference file = file_reference(kWheel);
  file.has_metadata = true;
  file.metadata_sha256 = to_hex(sha256(text));
  return file;
}

TEST(WheelMetadata, ComesFromTheCopyBesideTheFile4_7) {
  IndexWorld world;
  const std::string text = metadata_text("Shop", "1.0", kNeedsCart);
  world.transport.on(kWheelUrl + ".metadata", 200, text);
  const FactAnswer answer = world.metadata("1.0", {with_metadata(text)});
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=1"));
  EXPECT_EQ(source_of(answer), MetadataSource::kWheel);
}

TEST(WheelMetadata, IsNotBelievedWithoutItsDigest) {
  IndexWorld world;
  world.transport.on(kWheelUrl + ".metadata", 200,
                     metadata_text("shop", "1.0", "Requires-Dist: evil\n"));
  const FactAnswer answer = world.metadata("1.0", {with_metadata("something else")});
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_EQ(error_of(answer)->kind, ErrorKind::kCorrupt);
}

TEST(WheelMetadata, ComesFromTheEndOfTheWheelInOneRequest) {
  IndexWorld world;
  const std::string wheel = make_wheel("shop", "1.0", kNeedsCart, 300000);
  world.transport.serve_file(kWheelUrl, wheel);
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file_reference(kWheel, wheel)})),
              ElementsAre("cart>=1"));
  EXPECT_EQ(world.transport.asked.size(), 1u);
}

TEST(WheelMetadata, ComesFromRangesWhereverTheMemberLies) {
  IndexWorld world;
  std::vector<ArchiveMember> members = {
      {"shop-1.0.dist-info/METADATA", metadata_text("shop", "1.0", kNeedsCart)}};
  for (int i = 0; i < 2000; ++i)
    members.push_back({"shop/module_number_" + std::to_string(i) + ".py", noise(64)});
  const std::string wheel = make_zip(members);
  world.transport.serve_file(kWheelUrl, wheel);
  FileReference file = file_reference(kWheel, wheel);
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file})), ElementsAre("cart>=1"));
  EXPECT_EQ(world.transport.asked.size(), 3u) << "tail, directory, member";
  file.size = 0;
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file})), ElementsAre("cart>=1"));
  EXPECT_EQ(world.transport.asked.size(), 7u) << "the size had to be asked for";
}

TEST(WheelMetadata, ComesFromTheWholeWheelWhereRangesAreUnknown) {
  IndexWorld world;
  const std::string wheel = make_wheel("shop", "1.0", kNeedsCart, 100000);
  world.transport.on(kWheelUrl, 200, wheel);
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file_reference(kWheel, wheel)})),
              ElementsAre("cart>=1"));
  FileReference other = file_reference(kWheel, wheel);
  other.sha256 = std::string(64, '0');
  const FactAnswer answer = world.metadata("1.0", {other});
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_EQ(error_of(answer)->kind, ErrorKind::kCorrupt);
}

TEST(WheelMetadata, FallsBackFromAMissingCopy) {
  IndexWorld world;
  const std::string wheel = make_wheel("shop", "1.0", kNeedsCart);
  world.transport.serve_file(kWheelUrl, wheel);
  FileReference file = file_reference(kWheel, wheel);
  file.has_metadata = true;
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file})), ElementsAre("cart>=1"));
}

TEST(WheelMetadata, MakesOneVersionUnavailableWhenItIsBroken) {
  IndexWorld world;
  const auto tell = [&world](const std::string& text) {
    world.transport.on(kWheelUrl + ".metadata", 200, text);
    FileReference file = file_reference(kWheel);
    file.has_metadata = true;
    return requirements_of(world.metadata("1.0", {file}));
  };
  EXPECT_THAT(tell(metadata_text("other", "1.0", "")),
              ElementsAre(HasSubstr("names the project other")));
  IndexWorld second;
  second.transport.on(kWheelUrl, 200, "this is no zip file");
  EXPECT_THAT(requirements_of(second.metadata("1.0", {file_reference(kWheel)})),
              ElementsAre(HasSubstr("no end record")));
  IndexWorld third;
  EXPECT_THAT(requirements_of(third.metadata("1.0", {file_reference(kWheel)})),
              ElementsAre(HasSubstr("is not on the index any more")));
}

TEST(WheelMetadata, ComesFromLocalFiles) {
  IndexWorld world;
  world.files.add("/wheels/" + kWheel, make_wheel("shop", "1.0", kNeedsCart));
  FileReference file = file_reference(kWheel);
  file.url = "file:///wheels/" + kWheel;
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file}, "")), ElementsAre("cart>=1"));
  EXPECT_TRUE(world.transport.asked.empty());
}

TEST(WheelMetadata, ComesFromTheCopyBesideALocalFile) {
  IndexWorld world;
  FileReference file = file_reference(kWheel);
  file.url = "file:///wheels/" + kWheel;
  file.has_metadata = true;
  world.files.add("/wheels/" + kWheel, make_wheel("shop", "1.0", kNeedsCart));
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file}, "")), ElementsAre("cart>=1"));
  world.files.add("/wheels/" + kWheel, "not looked at");
  world.files.add("/wheels/" + kWheel + ".metadata",
                  metadata_text("shop", "1.0", "Requires-Dist: cart>=2\n"));
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file}, "")), ElementsAre("cart>=2"));
  file.metadata_sha256 = to_hex(sha256("other"));
  EXPECT_NE(error_of(world.metadata("1.0", {file}, "")), nullptr);
  EXPECT_TRUE(world.transport.asked.empty());
}

TEST(WheelMetadata, EndsTheRunWhenTheWorldFails) {
  IndexWorld world;
  world.options.retries = 0;
  world.transport.fail(kWheelUrl, {ErrorKind::kNetwork, "connection refused"});
  const FactAnswer answer = world.metadata("1.0", {file_reference(kWheel)});
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_EQ(error_of(answer)->kind, ErrorKind::kNetwork);
}

std::string sdist(const std::string& metadata_version, const std::string& lines,
                  std::vector<ArchiveMember> more = {}) {
  std::vector<ArchiveMember> members = {
      {"shop-1.0/PKG-INFO", metadata_text("shop", "1.0", lines, metadata_version)}};
  members.insert(members.end(), more.begin(), more.end());
  return make_tar_gz(members);
}

FactAnswer sdist_answer(IndexWorld& world, const std::string& bytes,
                        std::vector<FileReference> others = {}) {
  world.transport.serve_file(kSdistUrl, bytes);
  std::vector<FileReference> files = {file_reference(kSdist, bytes)};
  files.insert(files.end(), others.begin(), others.end());
  return world.metadata("1.0", files);
}

TEST(SdistMetadata, ComesFromAWheelOfTheSameVersion) {
  IndexWorld world;
  const std::string text = metadata_text("shop", "1.0", kNeedsCart);
  world.transport.on(kWheelUrl + ".metadata", 200, text);
  const FactAnswer answer = sdist_answer(world, sdist("1.0", ""), {with_metadata(text)});
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=1"));
  EXPECT_EQ(world.transport.count(kSdistUrl), 0u);
}

TEST(SdistMetadata, IsOfTheSdistItselfWhereTheBorrowedWheelIsBrokenOrGone4_7) {
  IndexWorld broken;
  const std::string text = "Metadata-Version: 2.1\nName: other\nVersion: 1.0\n";
  broken.transport.on(kWheelUrl + ".metadata", 200, text);
  const FactAnswer answer = sdist_answer(broken, sdist("2.2", kNeedsCart), {with_metadata(text)});
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=1"));
  EXPECT_EQ(source_of(answer), MetadataSource::kPkgInfo);

  IndexWorld gone;  // neither the wheel nor what should lie beside it
  const FactAnswer left = sdist_answer(gone, sdist("2.2", kNeedsCart), {with_metadata(text)});
  EXPECT_THAT(requirements_of(left), ElementsAre("cart>=1"));
}

TEST(SdistMetadata, ComesFromStaticPkgInfo) {
  IndexWorld world;
  const FactAnswer answer = sdist_answer(world, sdist("2.2", kNeedsCart));
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=1"));
  EXPECT_EQ(source_of(answer), MetadataSource::kPkgInfo);
}

TEST(SdistMetadata, ComesFromTheLegacyApi) {
  IndexWorld world;
  const std::string url = "https://index.example/pypi/shop/1.0/json";
  world.transport.on(
      url, 200, R"({"info": {"name": "shop", "version": "1.0", "requires_dist": ["cart>=2"]}})");
  const FactAnswer answer =
      sdist_answer(world, sdist("2.1", "", {{"shop-1.0/shop.egg-info/requires.txt", "cart>=1\n"}}));
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=2"));
  EXPECT_EQ(source_of(answer), MetadataSource::kJson);

  IndexWorld null_there;
  null_there.transport.on(url, 200,
                          R"({"info": {"name": "shop", "version": "1.0", "requires_dist": null}})");
  EXPECT_EQ(source_of(sdist_answer(null_there, sdist("2.1", kNeedsCart))),
            MetadataSource::kRecorded);
}

TEST(SdistMetadata, ComesFromWhatTheAuthorRecorded4_7) {
  IndexWorld world;
  const FactAnswer answer = sdist_answer(
      world, sdist("1.1", "",
                   {{"shop-1.0/setup.py", noise(1000)},
                    {"shop-1.0/src/shop.egg-info/requires.txt", "cart>=1\n\n[web]\nflask\n"}}));
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=1", HasSubstr("flask")));
  EXPECT_EQ(source_of(answer), MetadataSource::kRecorded);
  IndexWorld empty;
  const FactAnswer none =
      sdist_answer(empty, sdist("1.1", "", {{"shop-1.0/shop.egg-info/SOURCES.txt", ""}}));
  EXPECT_THAT(requirements_of(none), ElementsAre());
  EXPECT_EQ(source_of(none), MetadataSource::kRecorded);
}

TEST(SdistMetadata, NeedsABuildWhereNothingIsRecordedOrRecordsAreNotBelieved) {
  IndexWorld bare;
  EXPECT_THAT(requirements_of(sdist_answer(bare, sdist("1.1", ""))),
              ElementsAre(HasSubstr("no static metadata")));
  IndexWorld strict;
  strict.options.sdists.recorded = false;
  const FactAnswer answer =
      sdist_answer(strict, sdist("1.1", "", {{"shop-1.0/shop.egg-info/requires.txt", "cart\n"}}));
  EXPECT_EQ(std::get<MetadataUnavailable>(answer).reason, MetadataUnavailable::Reason::kNeedsBuild);
}

TEST(SdistMetadata, ReadsNoMoreOfTheFileThanItNeeds) {
  IndexWorld world;
  const std::string big = sdist("2.2", kNeedsCart, {{"shop-1.0/data", noise(3 << 20)}});
  EXPECT_THAT(requirements_of(sdist_answer(world, big)), ElementsAre("cart>=1"));
  EXPECT_EQ(world.transport.count(kSdistUrl), 1u);
  IndexWorld late;
  const std::string end = sdist("1.1", "",
                                {{"shop-1.0/a", noise(1 << 20)},
                                 {"shop-1.0/shop.egg-info/requires.txt", "cart\n"},
                                 {"shop-1.0/z", noise(8 << 20)}});
  EXPECT_THAT(requirements_of(sdist_answer(late, end)), ElementsAre("cart"));
  EXPECT_LT(late.source().counts().bytes, end.size() / 2);
}

TEST(SdistMetadata, TellsTheVersionWhereOnlyAUrlIsKnown) {
  for (const std::string& project : {std::string("shop"), std::string()}) {
    IndexWorld world;
    world.transport.serve_file(
        kSdistUrl, sdist("1.1", "", {{"shop-1.0/shop.egg-info/requires.txt", "cart\n"}}));
    Want want{.kind = Want::Kind::kMetadata, .project = project};
    want.files.push_back({"shop.tar.gz", kSdistUrl});
    const FactAnswer answer = world.ask(want);
    ASSERT_TRUE(std::holds_alternative<MetadataKnown>(answer));
    const auto view = DependencyView::open(std::get<MetadataKnown>(answer).record.bytes);
    EXPECT_EQ(view.project(), "shop");
    EXPECT_EQ(view.version(), "1.0");
    EXPECT_THAT(requirements_of(answer), ElementsAre("cart"));
  }
}

TEST(SdistMetadata, OfALocalFileThatIsGoneIsMissing) {
  IndexWorld world;
  Want want{.kind = Want::Kind::kMetadata, .project = "shop", .version = "1.0"};
  want.files.push_back({"shop-1.0.tar.gz", "file:///sdists/shop-1.0.tar.gz"});
  const FactAnswer answer = world.ask(want);
  ASSERT_TRUE(std::holds_alternative<MetadataUnavailable>(answer)) << "the run goes on";
  EXPECT_EQ(std::get<MetadataUnavailable>(answer).text,
            "/sdists/shop-1.0.tar.gz is not there any more");
}

constexpr const char* kAskVersion =
    "import sys; print('%d.%d %s' % (sys.version_info[0], sys.version_info[1], "
    "sys.implementation.name))";

TEST(SdistMetadata, IsBuiltByPipOnlyWhenAskedTo) {
  IndexWorld world;
  world.options.sdists.build = true;
  world.options.sdists.python = "/usr/bin/python3.12";
  world.options.sdists.target_python = "3.12";
  const std::string bytes = sdist("1.1", "", {{"shop-1.0/shop.egg-info/requires.txt", "cart\n"}});
  world.transport.serve_file(kSdistUrl, bytes);
  const FileReference file = file_reference(kSdist, bytes);
  const auto unavailable = requirements_of(world.metadata("1.0", {file}));
  EXPECT_THAT(unavailable, ElementsAre(HasSubstr("no program named /usr/bin/python3.12")));
  ASSERT_FALSE(world.programs.calls.empty());

  IndexWorld built;
  built.options = world.options;
  built.transport.serve_file(kSdistUrl, bytes);
  built.programs.on(world.programs.calls[0], "3.12 cpython\n");
  built.programs.on(
      {"/usr/bin/python3.12", "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed",
       "--no-deps", "--report", "-", "-r", "/dev/stdin"},
      R"({"install": [{"metadata": {"name": "shop", "version": "1.0", "requires_dist": ["cart>=3"]}}]})");
  const FactAnswer answer = built.metadata("1.0", {file});
  EXPECT_THAT(requirements_of(answer), ElementsAre("cart>=3"));
  EXPECT_EQ(source_of(answer), MetadataSource::kBuild);
  EXPECT_EQ(built.programs.last_limits.input,
            "--index-url " + kIndex + "\n" + kSdistUrl + "#sha256=" + file.sha256 + "\n");

  IndexWorld other;
  other.options = world.options;
  other.transport.serve_file(kSdistUrl, bytes);
  other.programs.on(world.programs.calls[0], "3.11 cpython\n");
  EXPECT_THAT(requirements_of(other.metadata("1.0", {file})),
              ElementsAre(HasSubstr("is Python 3.11 cpython")));
}

TEST(SdistMetadata, IsBuiltWithTheLoginsOfItsIndexes) {
  IndexWorld world;
  world.options.indexes = {"https://extra.example/a b/", "https://me:p%2Fw@files.example/simple"};
  world.options.find_links = {"/links of mine"};
  world.options.netrc = "machine extra.example login you password $x";
  world.options.trusted_hosts = {"extra.example"};
  world.options.transport.proxy = "http://proxy.example:3128";
  world.options.sdists.build = true;
  world.options.sdists.python = "python3.12";
  world.options.sdists.target_python = "3.12";
  const std::string bytes = sdist("1.1", "", {});
  world.transport.serve_file(kSdistUrl, bytes);
  world.programs.on({"python3.12", "-c", kAskVersion}, "3.12 cpython\n");
  world.programs.on({"python3.12", "-m", "pip", "install", "-q", "--dry-run", "--ignore-installed",
                     "--no-deps", "--report", "-", "-r", "/dev/stdin"},
                    ProgramResult{1, {}, "Traceback\nat https://me:p%2Fw@files.example/simple\n"});
  EXPECT_THAT(requirements_of(world.metadata("1.0", {file_reference(kSdist)})),
              ElementsAre("unavailable: its build failed: at https://****@files.example/simple"));
  const ProgramLimits& limits = world.programs.last_limits;
  EXPECT_EQ(limits.input,
            "--extra-index-url https://you:%24x@extra.example/a%20b/\n"
            "--index-url https://me:p%2Fw@files.example/simple\n"
            "--find-links file:///links%20of%20mine\n"
            "--trusted-host extra.example\n"
            "https://me:p%2Fw@files.example/shop-1.0.tar.gz\n");
  EXPECT_THAT(limits.environment, ::testing::Contains("PIP_PROXY=http://proxy.example:3128"));
}

TEST(SdistMetadata, TellsWhyItsBuildFailed) {
  const std::pair<const char*, const char*> cases[] = {
      {"  error: subprocess-exited-with-error\n  output:\n      Traceback\n      boom: no "
       "compiler\n"
       "      [end of output]\n  \n  note: This error originates from a subprocess.\n"
       "error: metadata-generation-failed\nhint: See above for details.\n",
       "boom: no compiler"},
      {"ERROR: No matching distribution found for shop\n\n[notice] A new release of pip\n",
       "ERROR: No matching distribution found for shop"},
      {"boom\r\n", "boom"},
      {"      [end of output]\n", ""},
      {"", ""}};
  for (const auto& [told, why] : cases) {
    IndexWorld world;
    world.options.sdists.build = true;
    world.options.sdists.python = "python3.12";
    world.options.sdists.target_python = "3.12";
    world.transport.serve_file(kSdistUrl, sdist("1.1", "", {}));
    world.programs.on({"python3.12", "-c", kAskVersion}, "3.12 cpython\n");
    world.programs.on({"python3.12", "-m", "pip", "install", "-q", "--dry-run",
                       "--ignore-installed", "--no-deps", "--report", "-", "-r", "/dev/stdin"},
                      ProgramResult{1, {}, told});
    EXPECT_THAT(requirements_of(world.metadata("1.0", {file_reference(kSdist)})),
                ElementsAre(std::string("unavailable: its build failed: ") + why));
  }
}

TEST(SdistMetadata, IsNotBelievedWithoutItsDigest) {
  IndexWorld world;
  const std::string bytes = sdist("2.2", kNeedsCart);
  world.transport.on(kSdistUrl, 200, bytes);
  FileReference file = file_reference(kSdist, bytes);
  file.sha256 = std::string(64, '0');
  const FactAnswer answer = world.metadata("1.0", {file});
  ASSERT_NE(error_of(answer), nullptr);
  EXPECT_EQ(error_of(answer)->kind, ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace pincompile
