// Dependency records: what the view shows is what the builder got; damage is noticed.
// SPDX-License-Identifier: MIT
#include "cache/dependency_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "packaging/marker_program.h"
#include "pincompile/name.h"
#include "pincompile/records.h"
#include "result_matchers.h"
#include "split_mix.h"

namespace pincompile {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> strings(const TextsView& texts) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i < texts.size(); ++i) all.emplace_back(texts[i]);
  return all;
}

DependencyContent content_of(std::initializer_list<const char*> requires_dist) {
  DependencyContent content{"foo", "1.0", "foo-1.0-py3-none-any.whl"};
  for (const char* text : requires_dist)
    content.requirements.push_back({*Requirement::parse(text), text});
  return content;
}

bool admits(const SpecifierView& specifiers, const char* version) {
  const std::string key = version_key(*Version::parse(version));
  return specifiers.contains(key_view(key), version);
}

TEST(DependencyRecord, KeepsEveryPartOfARequirement) {
  const char* text =
      "Zope.Interface[Test_x,abc] (>=1.2,!=1.5.*) ; python_version < '3.9' and extra == 'old'";
  DependencyContent content = content_of({text, "b", "c===1.0-custom"});
  content.requires_python = ">=3.8";
  content.provided_extras = {"Old", "old", "new_one"};
  content.source = MetadataSource::kRecorded;
  const RecordBytes record = build_dependencies(content);
  ASSERT_TRUE(record_is_intact(record.bytes));
  const DependencyView view = DependencyView::open(record.bytes, "foo", "1.0");
  ASSERT_TRUE(view.valid());
  EXPECT_EQ(view.file(), "foo-1.0-py3-none-any.whl");
  EXPECT_EQ(view.source(), MetadataSource::kRecorded);
  EXPECT_EQ(view.requires_python().text, ">=3.8");
  EXPECT_THAT(strings(view.provided_extras()), ElementsAre("old", "new-one"));
  ASSERT_EQ(view.requirement_count(), 3u);
  const RequirementView first = view.requirement(0);
  EXPECT_EQ(first.name_text, "zope-interface");
  EXPECT_EQ(first.name, id64("zope-interface"));
  EXPECT_THAT(strings(first.extras), ElementsAre("abc", "test-x"));
  EXPECT_EQ(first.text, text);
  EXPECT_EQ(first.specifiers.text, "!=1.5.*,>=1.2");
  EXPECT_EQ(first.specifier_id, id64("!=1.5.*,>=1.2"));
  EXPECT_TRUE(admits(first.specifiers, "1.6"));
  EXPECT_FALSE(admits(first.specifiers, "1.5.3"));
  EXPECT_FALSE(admits(first.specifiers, "1.0"));
  MarkerEnvironment environment;
  environment[MarkerVariable::kPythonVersion] = "3.8";
  const MarkerEvaluator evaluator(environment);
  const std::string_view program = view.marker_program(first.marker);
  EXPECT_FALSE(evaluator.evaluate(program));
  EXPECT_TRUE(evaluator.evaluate(program, std::vector<std::string>{"old"}));
  EXPECT_EQ(view.requirement(1).marker, 0u);
  EXPECT_TRUE(view.marker_program(0).empty());
  EXPECT_TRUE(admits(view.requirement(1).specifiers, "0.1"));
  const RequirementView third = view.requirement(2);
  EXPECT_THAT(strings(third.specifiers.arbitrary), ElementsAre("1.0-custom"));
  EXPECT_FALSE(admits(third.specifiers, "1.0"));
  EXPECT_FALSE(DependencyView::open(record.bytes, "foo", "1.1").valid());
  EXPECT_FALSE(DependencyView::open(record.bytes, "bar", "1.0").valid());
}

TEST(DependencyRecord, EqualMarkersAndSpecifiersStandOnce) {
  const RecordBytes record = build_dependencies(
      content_of({"a>=1 ; extra == 'x'", "b>=1 ; extra == 'y'", "c>=1 ; extra == \"x\""}));
  const DependencyView view = DependencyView::open(record.bytes);
  EXPECT_EQ(view.marker_count(), 2u);
  EXPECT_EQ(view.requirement(0).marker, view.requirement(2).marker);
  EXPECT_EQ(view.requirement(0).specifier_id, view.requirement(1).specifier_id);
}

TEST(DependencyRecord, KeepsUrlsAndUnreadableRequiresPython) {
  DependencyContent content = content_of({"a @ https://x.example/a.whl"});
  content.requires_python = "whatever";
  const RecordBytes record = build_dependencies(content);
  const DependencyView view = DependencyView::open(record.bytes);
  EXPECT_EQ(view.requirement(0).url, "https://x.example/a.whl");
  EXPECT_TRUE(view.requires_python_unreadable());
  EXPECT_EQ(view.requires_python_text(), "whatever");
  EXPECT_TRUE(admits(view.requires_python(), "3.12"));
}

TEST(DependencyRecord, SaysWhyAVersionCannotBeUsed) {
  DependencyContent content = content_of({});
  content.unavailable =
      MetadataUnavailable{MetadataUnavailable::Reason::kNeedsBuild, "setup.py decides"};
  const RecordBytes record = build_dependencies(content);
  const DependencyView view = DependencyView::open(record.bytes);
  EXPECT_EQ(view.unavailable(), MetadataUnavailable::Reason::kNeedsBuild);
  EXPECT_EQ(view.unavailable_text(), "setup.py decides");
}

TEST(DependencyRecord, ViewEqualsWhatTheBuilderGot) {
  const char* names[] = {"a", "Big_Name", "c.d"};
  const char* extras[] = {"", "[x]", "[y,X_z]"};
  const char* specifiers[] = {"", ">=1.0", "==1.*", "~=2.1,!=2.3", "<3,>2.0.post1", "===weird"};
  const char* markers[] = {"", "os_name == 'nt'", "python_version >= '3.8' and extra == 'q'"};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    SCOPED_TRACE(seed);
    oracle::SplitMix random(seed);
    DependencyContent content{"foo", "1.0", "f"};
    for (std::size_t i = random.below(12); i > 0; --i) {
      std::string text = std::string(names[random.below(3)]) + extras[random.below(3)] +
                         specifiers[random.below(6)];
      const char* marker = markers[random.below(3)];
      if (*marker != 0) text += std::string(" ; ") + marker;
      content.requirements.push_back({*Requirement::parse(text), text});
    }
    const RecordBytes record = build_dependencies(content);
    const DependencyView view = DependencyView::open(record.bytes, "foo", "1.0");
    ASSERT_EQ(view.requirement_count(), content.requirements.size());
    for (std::uint32_t i = 0; i < view.requirement_count(); ++i) {
      const auto& [requirement, text] = content.requirements[i];
      const RequirementView stored = view.requirement(i);
      EXPECT_EQ(stored.text, text);
      EXPECT_EQ(stored.name_text, normalize_name(requirement.name));
      EXPECT_EQ(stored.specifiers.text, requirement.specifiers.to_string());
      EXPECT_EQ(view.marker_program(stored.marker), marker_program(requirement.marker));
      for (const char* version : {"0.9", "1.0", "1.5", "2.0", "2.0.post2", "2.1", "2.3", "3.0"}) {
        EXPECT_EQ(admits(stored.specifiers, version),
                  requirement.specifiers.contains(*Version::parse(version), version))
            << text << " with " << version;
      }
    }
  }
}

TEST(DependencyRecord, FlippedBitsAreNoticedAndLeadNowhere) {
  const RecordBytes record =
      build_dependencies(content_of({"a[x,y]>=1,!=2 ; extra == 'x'", "b @ https://x.example/b.whl",
                                     "c~=1.1", "d===1 ; python_version < '3'"}));
  oracle::SplitMix random(5);
  std::size_t sum = 0;
  for (int round = 0; round < 5000; ++round) {
    std::vector<std::uint64_t> copy(record.bytes.size() / 8);
    std::memcpy(copy.data(), record.bytes.data(), record.bytes.size());
    const std::size_t at = random.below(record.bytes.size());
    reinterpret_cast<unsigned char*>(copy.data())[at] ^=
        static_cast<unsigned char>(1u << random.below(8));
    const auto bytes = std::as_bytes(std::span(copy));
    // Beyond what is checked there is padding only.
    if (record_is_intact(bytes)) {
      EXPECT_GE(at, record.bytes.size() - 8);
    }
    const DependencyView view = DependencyView::open(bytes);
    for (std::uint32_t i = 0; i <= view.requirement_count(); ++i) {
      const RequirementView requirement = view.requirement(i);
      sum += requirement.text.size() + requirement.url.size() + strings(requirement.extras).size();
      sum += requirement.specifiers.contains(KeyView{}, "") ? 1 : 0;
      sum += view.marker_program(requirement.marker).size();
    }
    sum += strings(view.provided_extras()).size() + view.requires_python().text.size();
  }
  EXPECT_GT(sum, 0u);
}

TEST(DependencyRecord, PlainValuesGiveTheSameRecordAsAParsersContent) {
  DependencyContent content = content_of({"b>=2"});
  const auto made = make_metadata({"Foo", "1.0", "foo-1.0-py3-none-any.whl", {"b>=2"}});
  ASSERT_OK(made);
  const RecordBytes built = build_dependencies(content);
  EXPECT_TRUE(std::ranges::equal(made->bytes, built.bytes));
  EXPECT_ERROR(make_metadata({"foo", "1.0", "", {"b >"}}), ErrorKind::kParse);
  EXPECT_ERROR(make_metadata({"foo", "one", "", {}}), ErrorKind::kParse);
}

}  // namespace
}  // namespace pincompile
