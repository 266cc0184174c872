// Recording and replaying: the snapshot gives back what was recorded, byte for byte, and admits
// what it does not hold.
// SPDX-License-Identifier: MIT
#include "index/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "cache/dependency_record.h"
#include "cache/page_record.h"
#include "fact_source_laws.h"
#include "fake_net_parts.h"
#include "fake_transport.h"
#include "index/metadata_content.h"
#include "index/snapshot_facts.h"
#include "manual_clock.h"
#include "result_matchers.h"
#include "universe_facts.h"

namespace pincompile {
namespace {

using testing::drain;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::UniverseFacts;

Want page(const std::string& project, std::uint64_t id, bool ahead = false) {
  return {.kind = Want::Kind::kPage, .id = id, .project = project, .ahead = ahead};
}

Want metadata(const std::string& project, const std::string& version, const std::string& file,
              std::uint64_t id) {
  return {.kind = Want::Kind::kMetadata,
          .id = id,
          .project = project,
          .version = version,
          .files = {{file, "https://files.example/" + project + "/" + file}},
          .index_url = UniverseFacts::kIndexUrl};
}

class SnapshotTest : public ::testing::Test {
 protected:
  SnapshotTest() {
    testing::Release& a = universe_.add("a", "1.0", {"b>=2; python_version < '3.9'", "c[x,y]"});
    a.requires_python = ">=3.8";
    a.provides_extra = {"test"};
    a.uploaded = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
    a.sdist = true;
    universe_.add("a", "1.1rc1").yanked = true;
    universe_.add("a", "1.1").yanked_reason = "a \"bad\" one";
    universe_.add("a", "1.1").yanked = true;
    universe_.add("b", "2").unavailable =
        MetadataUnavailable{MetadataUnavailable::Reason::kNeedsBuild, "setup.py decides"};
    universe_.add("d", "1").files = {
        {"d-1.tar.gz", "https://cdn.example/x/1234?token=secret", "", 5}};
  }
  std::vector<Want> wants() const {
    return {page("a", 1),
            page("b", 2),
            page("missing", 3),
            page("d", 4),
            metadata("a", "1.0", "a-1.0-py3-none-any.whl", 5),
            metadata("b", "2", "b-2-py3-none-any.whl", 6)};
  }
  std::string record(const SnapshotContext& context = {}) {
    RecordingFacts recording(universe_);
    recording.request(wants());
    recorded_ = drain(recording);
    auto bytes = write_snapshot(context, recording.recorded(), net_);
    EXPECT_OK(bytes);
    return bytes ? *bytes : std::string();
  }
  Snapshot read(const std::string& bytes) {
    auto snapshot = read_snapshot(bytes, net_);
    EXPECT_OK(snapshot);
    return snapshot ? *std::move(snapshot) : Snapshot{};
  }

  UniverseFacts universe_;
  testing::ManualClock clock_;
  testing::FakeTransport transport_{&clock_};
  testing::FakeNetParts net_{transport_};
  std::multimap<std::uint64_t, std::string> recorded_;
};

TEST_F(SnapshotTest, RecordingKeepsTheLaws) {
  testing::check_fact_source_laws([this] { return std::make_unique<RecordingFacts>(universe_); },
                                  wants());
}

TEST_F(SnapshotTest, ReplayingKeepsTheLaws) {
  const Snapshot snapshot = read(record());
  testing::check_fact_source_laws([&] { return std::make_unique<SnapshotFacts>(snapshot); },
                                  wants());
}

TEST_F(SnapshotTest, GivesBackWhatWasRecorded) {
  SnapshotFacts replay(read(record()));
  replay.request(wants());
  std::vector<Fact> facts;
  drain(replay, &facts);
  UniverseFacts& world = universe_;
  for (const Fact& fact : facts) {
    const Want want = wants()[fact.want_id - 1];
    SCOPED_TRACE(want.project + " " + want.version);
    const FactAnswer expected = world.answer(want);
    ASSERT_EQ(fact.answer.index(), expected.index());
    if (const auto* found = std::get_if<PageFound>(&fact.answer)) {
      const auto& original = std::get<PageFound>(expected);
      EXPECT_EQ(found->index_url, original.index_url);
      const PageView now = PageView::open(found->record, want.project);
      const PageView then = PageView::open(original.record, want.project);
      ASSERT_EQ(now.file_count(), then.file_count());
      for (std::uint32_t f = 0; f < now.file_count(); ++f) {
        EXPECT_EQ(now.reference(f).filename, then.reference(f).filename);
        EXPECT_EQ(now.reference(f).sha256, then.reference(f).sha256);
        EXPECT_EQ(now.reference(f).size, then.reference(f).size);
        EXPECT_EQ(now.details(f)->uploaded, then.details(f)->uploaded);
        EXPECT_EQ(now.traits(f).is_yanked(), then.traits(f).is_yanked());
        EXPECT_EQ(now.yank_reason(now.traits(f).yank_reason),
                  then.yank_reason(then.traits(f).yank_reason));
        const std::string url = then.reference(f).url;
        EXPECT_EQ(now.reference(f).url, url.substr(0, url.find('?')))
            << "signed links lose their signature";
      }
    } else {
      EXPECT_EQ(testing::answer_text(fact.answer), testing::answer_text(expected));
    }
  }
  EXPECT_THAT(replay.missing(), ElementsAre());
}

TEST_F(SnapshotTest, EqualRunsGiveEqualBytesInAnyOrderOfArrival) {
  const std::string bytes = record();
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    universe_.shuffle(seed);
    EXPECT_EQ(record(), bytes);
  }
}

TEST_F(SnapshotTest, ARecordingOfAReplayIsTheSameSnapshot) {
  const std::string bytes = record();
  SnapshotFacts replay(read(bytes));
  RecordingFacts recording(replay);
  recording.request(wants());
  drain(recording);
  const auto again = write_snapshot({}, recording.recorded(), net_);
  ASSERT_OK(again);
  EXPECT_EQ(*again, bytes);
}

TEST_F(SnapshotTest, HoldsWhatWasUsedAndNotWhatWasGuessed) {
  RecordingFacts recording(universe_);
  recording.request({page("a", 1, true), page("b", 2, true), page("d", 3)});
  drain(recording);
  recording.use(2);
  const auto bytes = write_snapshot({}, recording.recorded(), net_);
  ASSERT_OK(bytes);
  const Snapshot snapshot = read(*bytes);
  std::vector<std::string> names;
  for (const auto& [name, text] : snapshot.pages) names.push_back(name);
  EXPECT_THAT(names, ElementsAre("b", "d"));
}

TEST_F(SnapshotTest, WhatIsMissingIsAnErrorAndListed) {
  SnapshotFacts replay(read(record()));
  replay.request({page("zebra", 1), metadata("a", "1.1", "a-1.1-py3-none-any.whl", 2),
                  page("guess", 3, true), page("guess2", 4, true)});
  replay.use(4);
  const auto answers = drain(replay);
  EXPECT_EQ(answers.size(), 4u);
  for (const auto& [id, text] : answers) EXPECT_THAT(text, HasSubstr("not-recorded"));
  EXPECT_THAT(replay.missing(),
              ElementsAre("the metadata of a 1.1", "the page of guess2", "the page of zebra"));
}

TEST_F(SnapshotTest, KeepsTheContextWithoutCredentials) {
  SnapshotContext context;
  context.tool_version = "0.1.0";
  context.cutoff = "2026-11-22T00:00:00Z";
  context.target = "cp312-linux-x86_64";
  context.options = {{"index-url", "https://me:secret@host.example/simple"},
                     {"objective", "fresh"}};
  context.existing = {{"a", "1.0", {"sha256:00"}}};
  context.sources = {
      {"requirements.in", "a  # \"quoted\"\n--extra-index-url https://me:secret@x.example/\n"}};
  context.sources.push_back({"https://me:secret@x.example/r.in?key=secret", "b\n"});
  context.digests = {{"wheels/a.whl", "00"}, {"https://me:secret@x.example/a.whl", "01"}};
  context.folders = {"mirror"};
  const std::string bytes = record(context);
  const Snapshot snapshot = read(bytes);
  EXPECT_EQ(snapshot.context.sources[1].first, "https://****@x.example/r.in?...");
  EXPECT_EQ(snapshot.context.digests.at("wheels/a.whl"), "00");
  EXPECT_EQ(snapshot.context.digests.at("https://****@x.example/a.whl"), "01");
  EXPECT_EQ(snapshot.context.folders, context.folders);
  EXPECT_EQ(snapshot.context.tool_version, "0.1.0");
  EXPECT_EQ(snapshot.context.cutoff, context.cutoff);
  EXPECT_EQ(snapshot.context.target, context.target);
  EXPECT_EQ(snapshot.context.options.at("objective"), "fresh");
  EXPECT_EQ(snapshot.context.existing, context.existing);
  EXPECT_THAT(snapshot.context.sources[0].second, HasSubstr("a  # \"quoted\"\n"));
  const auto content = net_.read_archive(
      bytes, [](std::string_view) { return MemberChoice::kRead; }, 1 << 20);
  ASSERT_OK(content);
  for (const ArchiveMember& member : content->members) {
    EXPECT_THAT(member.content, Not(HasSubstr("secret"))) << member.path;
  }
}

TEST_F(SnapshotTest, IsAStaticIndexForOtherTools) {
  const Snapshot snapshot = read(record());
  const std::string& text = snapshot.pages.at("a");
  EXPECT_THAT(text, HasSubstr("\"url\": \"../../files/a/a-1.0-py3-none-any.whl\""));
  const std::string& metadata_text =
      snapshot.metadata.at("files/a/a-1.0-py3-none-any.whl.metadata").text;
  EXPECT_THAT(text, HasSubstr("\"core-metadata\": {\"sha256\": \"" + to_hex(sha256(metadata_text)) +
                              "\"}"));
  EXPECT_EQ(
      metadata_text,
      "Metadata-Version: 2.1\nName: a\nVersion: 1.0\nRequires-Python: >=3.8\n"
      "Requires-Dist: b>=2; python_version < '3.9'\nRequires-Dist: c[x,y]\nProvides-Extra: test\n");
}

TEST_F(SnapshotTest, MetadataOfAnArtifactAtAUrlIsFoundAgain) {
  Want want = metadata("a", "1.0", "a-1.0-py3-none-any.whl", 1);
  want.index_url.clear();
  want.files[0].url = "https://me:pw@elsewhere.example/a-1.0-py3-none-any.whl?sig=1";
  RecordingFacts recording(universe_);
  recording.request({want});
  const auto original = drain(recording);
  const auto bytes = write_snapshot({}, recording.recorded(), net_);
  ASSERT_OK(bytes);
  SnapshotFacts replay(read(*bytes));
  want.files[0].url = "https://elsewhere.example/a-1.0-py3-none-any.whl";
  replay.request({want});
  EXPECT_EQ(drain(replay), original);
  want.files[0].url = "https://other.example/a-1.0-py3-none-any.whl";
  replay.request({want});
  EXPECT_THAT(drain(replay).begin()->second, HasSubstr("not-recorded"));
}

TEST_F(SnapshotTest, OtherFilesAndSchemasAreRefused) {
  EXPECT_ERROR(read_snapshot("no archive at all", net_), ErrorKind::kCorrupt);
  const std::string bytes = record();
  EXPECT_FALSE(read_snapshot(bytes.substr(0, bytes.size() / 2), net_));
  const auto other =
      net_.write_tar_gz(std::vector<ArchiveMember>{{"snapshot.json", "{\"schema\": 2}"}});
  ASSERT_OK(other);
  EXPECT_ERROR(read_snapshot(*other, net_), ErrorKind::kUnsupported);
  const auto none = net_.write_tar_gz(std::vector<ArchiveMember>{{"x.txt", ""}});
  ASSERT_OK(none);
  EXPECT_ERROR(read_snapshot(*none, net_), ErrorKind::kCorrupt);
}

}  // namespace
}  // namespace pincompile
