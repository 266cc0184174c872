// Page records: what the view shows is what the builder got, by examples and by a property; damage
// is noticed and never leads outside the record.
// SPDX-License-Identifier: MIT
#include "cache/page_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>

#include "cache/page_file.h"
#include "cache/record_builder.h"
#include "pincompile/name.h"
#include "split_mix.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

PageFile wheel(std::string_view filename) {
  PageFile file;
  file.filename = filename;
  file.url = filename;
  return file;
}

std::vector<std::string> version_texts(const PageView& view) {
  std::vector<std::string> texts;
  for (std::uint32_t i = 0; i < view.version_count(); ++i) texts.emplace_back(view.version_text(i));
  return texts;
}

std::vector<std::string> file_names(const PageView& view, std::uint32_t version) {
  std::vector<std::string> names;
  for (std::uint32_t i = view.file_begin(version); i < view.file_begin(version + 1); ++i) {
    names.emplace_back(view.details(i)->filename);
  }
  return names;
}

TEST(PageRecord, SortsVersionsAndKeepsTheirFilesInPageOrder) {
  PageContent content{"foo", {}};
  for (const char* name :
       {"foo-1.10-py3-none-any.whl", "foo-1.9.tar.gz", "foo-1.9-py3-none-any.whl",
        "Foo-1.10.tar.gz", "foo-1.10rc1-py3-none-any.whl", "bar-1-py3-none-any.whl",
        "foo-nonsense.tar.gz", "foo-2.exe", "foo-1.9.0-cp39-cp39-win_amd64.whl"}) {
    content.files.push_back(wheel(name));
  }
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record, "foo");
  ASSERT_TRUE(view.valid());
  EXPECT_THAT(version_texts(view), ElementsAre("1.9", "1.10rc1", "1.10"));
  EXPECT_THAT(file_names(view, 0), ElementsAre("foo-1.9.tar.gz", "foo-1.9-py3-none-any.whl",
                                               "foo-1.9.0-cp39-cp39-win_amd64.whl"));
  EXPECT_THAT(file_names(view, 2), ElementsAre("foo-1.10-py3-none-any.whl", "Foo-1.10.tar.gz"));
  EXPECT_TRUE(view.is_prerelease(1));
  EXPECT_FALSE(view.is_prerelease(2));
  EXPECT_FALSE(PageView::open(record, "bar").valid());
}

// glibc's own count; sanitizers' allocators leave it at 0.
std::size_t bytes_in_use() {
  const auto counts = mallinfo2();
  return counts.uordblks + counts.hblkhd;
}

TEST(PageRecord, FilesLeaveMemoryOnceTheyStandInTheRecord) {
  StoredFiles files;
  std::vector<StoredFiles::Place> places;
  const std::size_t before = bytes_in_use();
  for (int i = 0; i < 10000; ++i) {
    FileTraits traits = {};
    places.push_back(files.add(wheel("foo-1-py3-none-any.whl"), traits));
  }
  const std::size_t all = bytes_in_use() - before;
  for (const StoredFiles::Place& place : places) files.release(place);
  EXPECT_LE(bytes_in_use() - before, all / 2);
}

TEST(PageRecord, KeepsEveryFieldOfAFile) {
  PageFile file = wheel("foo-1.0-1a-cp312.cp313-abi3.none-manylinux_2_17_x86_64.whl");
  const std::string digest(64, 'a');
  const std::string metadata_digest(64, 'b');
  file.url = "https://files.example/foo/foo-1.0-1a-cp312.cp313-abi3.none-manylinux_2_17_x86_64.whl";
  file.sha256 = digest;
  file.size = 5'000'000'000;
  file.uploaded = std::chrono::sys_seconds{std::chrono::seconds{1'700'000'000}};
  file.requires_python = ">=3.9,<4";
  file.yanked = true;
  file.yanked_reason = "broken metadata";
  file.has_metadata = true;
  file.metadata_sha256 = metadata_digest;
  PageContent content{"foo", {file}};
  content.status = ProjectStatus::kArchived;
  content.status_reason = "no time";
  const RecordBytes record = build_page(content);
  ASSERT_TRUE(record_is_intact(record.bytes));
  const PageView view = PageView::open(record, "foo");
  EXPECT_EQ(view.status(), ProjectStatus::kArchived);
  EXPECT_EQ(view.status_reason(), "no time");
  const FileReference reference = view.reference(0);
  EXPECT_EQ(reference.filename, file.filename);
  EXPECT_EQ(reference.url, file.url);
  EXPECT_EQ(reference.size, file.size);
  EXPECT_EQ(reference.sha256, digest);
  EXPECT_EQ(reference.metadata_sha256, metadata_digest);
  EXPECT_TRUE(reference.has_metadata);
  const FileTraits traits = view.traits(0);
  EXPECT_TRUE(traits.is_wheel());
  EXPECT_TRUE(traits.is_yanked());
  EXPECT_EQ(view.details(0)->uploaded, 1'700'000'000u);
  EXPECT_EQ(view.first_upload(0), 1'700'000'000u);
  EXPECT_EQ(view.yank_reason(traits.yank_reason), "broken metadata");
  EXPECT_EQ(view.build(traits.build).number, 1u);
  EXPECT_EQ(view.build(traits.build).suffix, "a");
  const TagSetView tags = view.tag_set(traits.tag_set);
  EXPECT_EQ(tags.text, "cp312.cp313-abi3.none-manylinux_2_17_x86_64");
  EXPECT_THAT(tags.pythons, ElementsAre(tag_token("cp312"), tag_token("cp313")));
  EXPECT_THAT(tags.abis, ElementsAre(tag_token("abi3"), tag_token("none")));
  EXPECT_THAT(tags.platforms, ElementsAre(tag_token("manylinux_2_17_x86_64")));
  const SpecifierView python = view.requires_python(traits.requires_python);
  EXPECT_EQ(python.text, "<4,>=3.9");
  EXPECT_TRUE(python.contains(key_view(version_key(*Version::parse("3.12"))), "3.12"));
  EXPECT_FALSE(python.contains(key_view(version_key(*Version::parse("3.8"))), "3.8"));
}

TEST(PageRecord, TellsSpellingFromNormalisedVersion) {
  const RecordBytes record =
      build_page({"foo", {wheel("foo-1.0.RC1.tar.gz"), wheel("foo-2.0.tar.gz")}});
  const PageView view = PageView::open(record, "foo");
  EXPECT_EQ(view.version_text(0), "1.0rc1");
  EXPECT_EQ(view.spelling(0), "1.0.RC1");
  EXPECT_EQ(view.spelling(1), "2.0");
}

TEST(PageRecord, NumbersBuildsByPreference) {
  PageContent content{"foo", {}};
  for (const char* name : {"foo-1-10-py3-none-any.whl", "foo-1-2b-py3-none-any.whl",
                           "foo-1-py3-none-any.whl", "foo-1-2-py3-none-any.whl"}) {
    content.files.push_back(wheel(name));
  }
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record, "foo");
  std::vector<std::uint16_t> builds;
  for (const FileTraits& traits : view.files_of(0)) builds.push_back(traits.build);
  EXPECT_THAT(builds, ElementsAre(3, 2, 0, 1));
}

TEST(PageRecord, OneRequiresPythonOfAnySpellingStandsOnce) {
  PageContent content{"foo", {}};
  for (const char* python : {">=3.8", ">= 3.8", "", "nonsense", "==2.*,>=2.7"}) {
    content.files.push_back(wheel("foo-1-py3-none-any.whl"));
    content.files.back().requires_python = python;
  }
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record, "foo");
  std::vector<std::uint16_t> numbers;
  for (const FileTraits& traits : view.files_of(0)) numbers.push_back(traits.requires_python);
  EXPECT_THAT(numbers, ElementsAre(1, 1, 0, 2, 3));
  EXPECT_EQ(view.requires_python_count(), 4u);
  EXPECT_TRUE(view.requires_python_unreadable(2));
  EXPECT_TRUE(view.requires_python(2).contains(key_view(version_key(*Version::parse("3.12"))), ""));
  EXPECT_TRUE(view.requires_python(0).contains(key_view(version_key(*Version::parse("3.12"))), ""));
}

TEST(PageRecord, FindsVersionsByKeyAlsoBeyondSixteenBytes) {
  PageContent content{"foo", {}};
  const std::string common = "1.1000000000.1000000000.1000000000.";
  const std::vector<std::string> names = {"foo-" + common + "1.tar.gz",
                                          "foo-" + common + "2.tar.gz", "foo-1.tar.gz",
                                          "foo-" + common + "300.tar.gz"};
  for (const std::string& name : names) content.files.push_back(wheel(name));
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record, "foo");
  ASSERT_EQ(view.version_count(), 4u);
  for (std::uint32_t i = 0; i < 4; ++i) {
    const std::string key = version_key(*Version::parse(view.version_text(i)));
    EXPECT_EQ(view.find(key_view(key)), i) << view.version_text(i);
  }
  const std::string missing = version_key(*Version::parse(common + "5"));
  EXPECT_EQ(view.find(key_view(missing)), std::nullopt);
  EXPECT_EQ(view.lower_bound(key_view(missing)), 3u);
}

TEST(PageRecord, AnAbsentPageIsARecordWithoutVersions) {
  PageContent content{"foo", {}};
  content.absence = PageAbsence::kForbidden;
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record, "foo");
  ASSERT_TRUE(view.valid());
  EXPECT_EQ(view.absence(), PageAbsence::kForbidden);
  EXPECT_EQ(view.version_count(), 0u);
  EXPECT_EQ(view.file_count(), 0u);
}

// A page drawn from a seed, with the texts it points into.
struct DrawnPage {
  explicit DrawnPage(std::uint64_t seed) : random(seed) {
    const char* projects[] = {"foo", "foo-bar", "a"};
    content.project = projects[random.below(3)];
    const std::size_t count = random.below(40);
    for (std::size_t i = 0; i < count; ++i) add_file();
  }
  std::string_view keep(std::string text) {
    texts.push_back(std::make_unique<std::string>(std::move(text)));
    return *texts.back();
  }
  std::string version() {
    const char* ends[] = {"", "rc1", ".post2", ".dev3", "+local.1", "a12"};
    std::string text = std::to_string(random.below(3)) + "." + std::to_string(random.below(12));
    if (random.below(9) == 0)
      text += ".123456789.123456789.123456789.1" + std::to_string(random.below(3));
    return text + ends[random.below(6)];
  }
  void add_file() {
    const char* tags[] = {"-py3-none-any", "-cp312-cp312-win_amd64", "-7-py2.py3-none-any"};
    const char* pythons[] = {"", ">=3.8", "!=3.0.*", "broken"};
    std::string name = content.project;
    std::ranges::replace(name, '-', random.below(2) == 0 ? '_' : '.');
    const bool is_wheel = random.below(3) != 0;
    name +=
        "-" + version() + (is_wheel ? tags[random.below(3)] : "") + (is_wheel ? ".whl" : ".tar.gz");
    PageFile file;
    file.filename = keep(name);
    file.url =
        keep(random.below(4) == 0 ? "https://x.example/download/" + std::to_string(random.below(99))
                                  : "https://x.example/" + name);
    if (random.below(4) != 0) file.sha256 = keep(to_hex(sha256(name)));
    file.size = random.below(1000);
    if (random.below(3) != 0)
      file.uploaded =
          std::chrono::sys_seconds{std::chrono::seconds{1 + random.below(2'000'000'000)}};
    file.requires_python = pythons[random.below(4)];
    file.yanked = random.below(5) == 0;
    if (file.yanked && random.below(2) == 0) file.yanked_reason = "bad";
    file.has_metadata = random.below(2) == 0;
    if (file.has_metadata) file.metadata_sha256 = keep(to_hex(sha256(name + "x")));
    content.files.push_back(file);
  }

  oracle::SplitMix random;
  PageContent content;
  std::vector<std::unique_ptr<std::string>> texts;
};

// What a page must show for the content, computed the slow and obvious way: by version, then in
// order.
std::vector<const PageFile*> expected_order(const PageContent& content) {
  std::vector<std::pair<Version, const PageFile*>> files;
  for (const PageFile& file : content.files) {
    std::string_view rest = file.filename.substr(content.project.size() + 1);
    rest = file.filename.ends_with(".whl") ? rest.substr(0, rest.find('-'))
                                           : rest.substr(0, rest.size() - 7);
    files.emplace_back(*Version::parse(rest), &file);
  }
  std::ranges::stable_sort(files, [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<const PageFile*> order;
  for (const auto& [version, file] : files) order.push_back(file);
  return order;
}

TEST(PageRecord, ViewEqualsWhatTheBuilderGot) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    DrawnPage page(seed);
    const RecordBytes record = build_page(page.content);
    ASSERT_TRUE(record_is_intact(record.bytes));
    ASSERT_EQ(record.bytes.size() % 8, 0u);
    const PageView view = PageView::open(record, page.content.project);
    ASSERT_TRUE(view.valid());
    const auto expected = expected_order(page.content);
    ASSERT_EQ(view.file_count(), expected.size());
    for (std::uint32_t i = 0; i < view.file_count(); ++i) {
      const PageFile& file = *expected[i];
      const FileReference reference = view.reference(i);
      const FileTraits traits = view.traits(i);
      EXPECT_EQ(reference.filename, file.filename);
      EXPECT_EQ(reference.url, file.url);
      EXPECT_EQ(reference.sha256, file.sha256);
      EXPECT_EQ(reference.size, file.size);
      EXPECT_EQ(reference.has_metadata, file.has_metadata);
      EXPECT_EQ(reference.metadata_sha256, file.metadata_sha256);
      EXPECT_EQ(traits.is_yanked(), file.yanked);
      EXPECT_EQ(view.yank_reason(traits.yank_reason), file.yanked_reason);
      EXPECT_EQ(view.details(i)->uploaded,
                file.uploaded ? file.uploaded->time_since_epoch().count() : 0);
      EXPECT_EQ(view.requires_python(traits.requires_python).text, file.requires_python);
    }
    for (std::uint32_t v = 0; v < view.version_count(); ++v) {
      const Version version = *Version::parse(view.version_text(v));
      const std::string key = version_key(version);
      EXPECT_EQ(view.find(key_view(key)), v);
      EXPECT_EQ(view.is_prerelease(v), version.is_prerelease());
      EXPECT_EQ(view.has_local(v), version.has_local());
      EXPECT_FALSE(view.files_of(v).empty());
      if (v > 0) {
        EXPECT_LT(view.key(v - 1), view.key(v));
      }
    }
  }
}

// Everything a reader can ask of a view, so that sanitizers see what damage leads to.
std::size_t read_all(const PageView& view) {
  std::size_t sum = view.project().size() + view.status_reason().size();
  for (std::uint32_t v = 0; v <= view.version_count(); ++v) {
    sum += view.version_text(v).size() + view.spelling(v).size() + view.key(v).tail.size() +
           view.file_begin(v);
    sum += view.files_of(v).size() + (view.is_prerelease(v) ? 1 : 0) +
           view.find(view.key(v)).value_or(0);
  }
  for (std::uint32_t f = 0; f <= view.file_count(); ++f) sum += view.reference(f).url.size();
  for (std::uint32_t f = 0; f <= view.file_count(); ++f) {
    const FileTraits traits = view.traits(f);
    const TagSetView tags = view.tag_set(traits.tag_set);
    sum += tags.text.size() + tags.pythons.size() + tags.abis.size() + tags.platforms.size();
    const SpecifierView python = view.requires_python(traits.requires_python);
    sum += python.text.size() + (python.contains(KeyView{}, "x") ? 1 : 0);
    sum += view.build(traits.build).suffix.size() + view.yank_reason(traits.yank_reason).size();
  }
  return sum;
}

TEST(PageRecord, FlippedBitsAreNoticedAndLeadNowhere) {
  DrawnPage page(7);
  while (page.content.files.size() < 20) page.add_file();
  const RecordBytes record = build_page(page.content);
  const PageView good = PageView::open(record);
  oracle::SplitMix random(99);
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::uint64_t> copy(record.bytes.size() / 8);
    std::memcpy(copy.data(), record.bytes.data(), record.bytes.size());
    const std::size_t at = random.below(record.bytes.size());
    reinterpret_cast<unsigned char*>(copy.data())[at] ^=
        static_cast<unsigned char>(1u << random.below(8));
    const auto bytes = std::as_bytes(std::span(copy));
    const PageView view = PageView::open(bytes);
    read_all(view);
    // Damage in the tail shows at the file it hits, or in the frame.
    if (!record_is_intact(bytes) || !view.valid()) continue;
    ASSERT_EQ(view.file_count(), good.file_count());
    int damaged_files = 0;
    for (std::uint32_t f = 0; f < view.file_count(); ++f) {
      const auto details = view.details(f);
      damaged_files += details ? 0 : 1;
      if (!details) continue;
      EXPECT_EQ(view.reference(f), good.reference(f));
    }
    bool all_intact = true;
    for (std::uint32_t v = 0; v < view.version_count(); ++v) {
      all_intact = all_intact && view.files_intact(v);
    }
    EXPECT_EQ(all_intact, damaged_files == 0);
  }
}

TEST(PageRecord, AnotherSchemaOrTooFewBytesAreNoPage) {
  const RecordBytes record = build_page({"foo", {wheel("foo-1.tar.gz")}});
  const std::size_t head = split_record(record.bytes).head.size();
  for (std::size_t size = 0; size < record.bytes.size(); size += 8) {
    if (size == head) continue;
    EXPECT_FALSE(PageView::open(record.bytes.first(size)).valid());
    EXPECT_FALSE(record_is_intact(record.bytes.first(size)));
  }
  std::vector<std::uint64_t> copy(record.bytes.size() / 8);
  std::memcpy(copy.data(), record.bytes.data(), record.bytes.size());
  RecordEnvelope envelope;
  std::memcpy(&envelope, copy.data(), sizeof(envelope));
  ++envelope.schema;
  std::memcpy(copy.data(), &envelope, sizeof(envelope));
  EXPECT_FALSE(PageView::open(std::as_bytes(std::span(copy))).valid());
}

struct TailInMemory : RecordTail {
  explicit TailInMemory(std::span<const std::byte> all) : bytes(all) {}
  std::span<const std::byte> read(std::uint64_t begin, std::uint64_t size) const override {
    if (begin + size > bytes.size()) return {};
    return bytes.subspan(begin, size);
  }
  std::span<const std::byte> read_into(std::vector<std::uint64_t>&, std::uint64_t begin,
                                       std::uint64_t size) const override {
    return read(begin, size);
  }
  std::span<const std::byte> bytes;
};

TEST(PageRecord, AHeadAloneTellsVersionsAndWithItsTailFiles) {
  DrawnPage page(7);
  while (page.content.files.size() < 20) page.add_file();
  const RecordBytes whole = build_page(page.content);
  const PageView good = PageView::open(whole);
  const RecordHalves halves = split_record(whole.bytes);
  ASSERT_TRUE(record_is_intact(halves.head));
  const RecordBytes parted{halves.head, whole.owner, std::make_shared<TailInMemory>(halves.tail)};
  const PageView alone = PageView::open(halves.head), view = PageView::open(parted);
  ASSERT_EQ(alone.version_count(), good.version_count());
  ASSERT_EQ(view.file_count(), good.file_count());
  for (std::uint32_t f = 0; f < view.file_count(); ++f) {
    EXPECT_FALSE(alone.details(f));
    EXPECT_EQ(view.reference(f), good.reference(f));
  }
}

TEST(PageRecord, VersionsWithEqualFilesShareAShape) {
  PageContent content{"foo", {}};
  for (const char* name : {"foo-1-py3-none-any.whl", "foo-1.tar.gz", "foo-2-py3-none-any.whl",
                           "foo-2.tar.gz", "foo-3.tar.gz"}) {
    content.files.push_back(wheel(name));
  }
  content.files[0].uploaded = std::chrono::sys_seconds{std::chrono::seconds{50}};
  content.files[1].uploaded = std::chrono::sys_seconds{std::chrono::seconds{40}};
  const RecordBytes record = build_page(content);
  const PageView view = PageView::open(record);
  EXPECT_EQ(view.shape(0), view.shape(1));
  EXPECT_NE(view.shape(0), view.shape(2));
  EXPECT_EQ(view.shape_count(), 2u);
  EXPECT_EQ(view.first_upload(0), 40u);
  EXPECT_EQ(view.last_upload(0), 50u);
  EXPECT_FALSE(view.lacks_upload(0));
  EXPECT_TRUE(view.lacks_upload(1));
  EXPECT_EQ(view.first_upload(1), 0u);
}

}  // namespace
}  // namespace pincompile
