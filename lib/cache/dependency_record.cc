// Reading and building dependency records.
// SPDX-License-Identifier: MIT
#include "cache/dependency_record.h"

#include <records_generated.h>

#include <algorithm>
#include <tuple>

#include "cache/record_builder.h"
#include "cache/record_vectors.h"
#include "packaging/marker_program.h"
#include "pincompile/name.h"

namespace pincompile {
namespace {

// Numbers of marker programs, each once; 0 is "no marker".
class MarkerTable {
 public:
  explicit MarkerTable(TextTable& texts) : texts_(texts) {}

  std::uint32_t number(const Marker& marker) {
    const std::string_view program = marker_program(marker);
    if (program.empty()) return 0;
    const std::uint32_t text = texts_.intern(program);
    const auto found = std::ranges::find(markers_, text);
    if (found != markers_.end()) return static_cast<std::uint32_t>(found - markers_.begin()) + 1;
    markers_.push_back(text);
    return static_cast<std::uint32_t>(markers_.size());
  }
  const std::vector<std::uint32_t>& texts() const { return markers_; }

 private:
  TextTable& texts_;
  std::vector<std::uint32_t> markers_;
};

class DependencyBuilder {
 public:
  explicit DependencyBuilder(const DependencyContent& content) : content_(content) {}

  RecordBytes build();

 private:
  void add(const DependencyRequirement& dependency);
  std::uint32_t read_requires_python();
  std::pair<std::uint32_t, std::uint32_t> add_list(const std::vector<std::string>& names);

  const DependencyContent& content_;
  TextTable texts_;
  SpecifierTable specifiers_{texts_};
  MarkerTable markers_{texts_};
  std::vector<StoredRequirement> requirements_;
};

std::pair<std::uint32_t, std::uint32_t> DependencyBuilder::add_list(
    const std::vector<std::string>& names) {
  auto& lists = specifiers_.lists();
  const auto begin = static_cast<std::uint32_t>(lists.size());
  for (const std::string& name : names) lists.push_back(texts_.intern(name));
  return {begin, static_cast<std::uint32_t>(lists.size())};
}

void DependencyBuilder::add(const DependencyRequirement& dependency) {
  const Requirement& requirement = dependency.requirement;
  const std::string name = normalize_name(requirement.name);
  std::vector<std::string> extras;
  for (const std::string& extra : requirement.extras) extras.push_back(normalize_name(extra));
  std::ranges::sort(extras);
  extras.erase(std::unique(extras.begin(), extras.end()), extras.end());
  StoredRequirement stored = {};
  stored.name = id64(name);
  stored.name_text = texts_.intern(name);
  stored.specifier = specifiers_.add(requirement.specifiers);
  stored.marker = markers_.number(requirement.marker);
  stored.text = texts_.intern(dependency.text);
  stored.url = requirement.url.empty() ? kNoText : texts_.intern(requirement.url);
  std::tie(stored.extras_begin, stored.extras_end) = add_list(extras);
  requirements_.push_back(stored);
}

// Number of the specifier set: the empty one where the field is absent.
std::uint32_t DependencyBuilder::read_requires_python() {
  const auto set = parse_specifiers_lenient(content_.requires_python);
  return set ? specifiers_.add(*set) : specifiers_.add_unreadable(content_.requires_python);
}

RecordBytes DependencyBuilder::build() {
  for (const DependencyRequirement& dependency : content_.requirements) add(dependency);
  const std::uint32_t requires_python = read_requires_python();
  std::vector<std::string> provided;
  for (const std::string& extra : content_.provided_extras) {
    const std::string name = normalize_name(extra);
    if (std::ranges::find(provided, name) == provided.end()) provided.push_back(name);
  }
  const auto [extras_begin, extras_end] = add_list(provided);
  const std::uint32_t project = texts_.intern(content_.project);
  const std::uint32_t version = texts_.intern(content_.version);
  const std::uint32_t file = texts_.intern(content_.file);
  const std::uint32_t requires_python_text = texts_.intern(content_.requires_python);
  const std::uint32_t unavailable_text =
      content_.unavailable ? texts_.intern(content_.unavailable->text) : kNoText;
  const int unavailable =
      content_.unavailable ? 1 + static_cast<int>(content_.unavailable->reason) : 0;

  flatbuffers::FlatBufferBuilder out(2048);
  const auto requirements = write_structs<stored::Requirement>(out, requirements_);
  const auto specifiers = write_structs<stored::Specifier>(out, specifiers_.specifiers());
  const auto intervals = write_structs<stored::Interval>(out, specifiers_.intervals());
  const auto lists = write_scalars(out, specifiers_.lists().data(), specifiers_.lists().size());
  const auto markers = write_scalars(out, markers_.texts().data(), markers_.texts().size());
  const auto text_begin = write_scalars(out, texts_.begin().data(), texts_.begin().size());
  const auto text_bytes = write_scalars(
      out, reinterpret_cast<const std::uint8_t*>(texts_.bytes().data()), texts_.bytes().size());
  out.Finish(stored::CreateDependencyRecord(
      out, project, version, file, static_cast<std::uint8_t>(content_.source),
      static_cast<std::uint8_t>(unavailable), unavailable_text, requires_python,
      requires_python_text, extras_begin, extras_end, requirements, specifiers, intervals, lists,
      markers, text_begin, text_bytes));
  return seal_record(RecordKind::kDependencies,
                     {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()}, {});
}

}  // namespace

RecordBytes build_dependencies(const DependencyContent& content) {
  return DependencyBuilder(content).build();
}

std::string_view to_string(MetadataSource source) {
  static constexpr std::string_view kNames[] = {"wheel", "pkg-info", "json", "recorded", "build"};
  return kNames[static_cast<std::size_t>(source)];
}

DependencyView DependencyView::open(std::span<const std::byte> record) {
  DependencyView view;
  const auto payload = record_payload(record, RecordKind::kDependencies);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(payload.data());
  flatbuffers::Verifier verifier(bytes, payload.size());
  if (payload.empty() || !verifier.VerifyBuffer<stored::DependencyRecord>(nullptr)) return view;
  const auto& stored = *flatbuffers::GetRoot<stored::DependencyRecord>(bytes);
  view.texts_ = {span_of<std::uint32_t>(stored.text_begin()),
                 span_of<std::uint8_t>(stored.text_bytes())};
  view.project_ = view.texts_[stored.project()];
  view.version_ = view.texts_[stored.version()];
  view.file_ = view.texts_[stored.file()];
  view.unavailable_text_ = view.texts_[stored.unavailable_text()];
  view.requires_python_text_ = view.texts_[stored.requires_python_text()];
  if (stored.source() <= static_cast<std::uint8_t>(MetadataSource::kBuild)) {
    view.source_ = static_cast<MetadataSource>(stored.source());
  }
  if (stored.unavailable() != 0) {
    using Reason = MetadataUnavailable::Reason;
    const int last = static_cast<int>(Reason::kNotRecorded);
    view.unavailable_ = static_cast<Reason>(std::min(stored.unavailable() - 1, last));
  }
  view.requirements_ = span_of<StoredRequirement>(stored.requirements());
  view.specifiers_ = span_of<StoredSpecifier>(stored.specifiers());
  view.intervals_ = span_of<StoredInterval>(stored.intervals());
  view.lists_ = span_of<std::uint32_t>(stored.lists());
  view.markers_ = span_of<std::uint32_t>(stored.markers());
  view.requires_python_ = stored.requires_python();
  view.provided_extras_ =
      TextsView(part_of(view.lists_, stored.extras_begin(), stored.extras_end()), view.texts_);
  view.valid_ = true;
  return view;
}

DependencyView DependencyView::open(std::span<const std::byte> record, std::string_view project,
                                    std::string_view version) {
  DependencyView view = open(record);
  if (!view.valid_ || view.project_ != project || view.version_ != version) return {};
  return view;
}

SpecifierView DependencyView::specifier(std::uint32_t number) const {
  if (number >= specifiers_.size()) return {};
  const StoredSpecifier& stored = specifiers_[number];
  return {stored.id, texts_[stored.text],
          IntervalsView(part_of(intervals_, stored.interval_begin, stored.interval_end), texts_),
          TextsView(part_of(lists_, stored.arbitrary_begin, stored.arbitrary_end), texts_)};
}

bool DependencyView::requires_python_unreadable() const {
  return requires_python_ < specifiers_.size() && specifiers_[requires_python_].unreadable != 0;
}

RequirementView DependencyView::requirement(std::uint32_t number) const {
  if (number >= requirements_.size()) return {};
  const StoredRequirement& stored = requirements_[number];
  RequirementView view;
  view.name = stored.name;
  view.name_text = texts_[stored.name_text];
  view.extras = TextsView(part_of(lists_, stored.extras_begin, stored.extras_end), texts_);
  view.specifiers = specifier(stored.specifier);
  view.specifier_id = view.specifiers.id;
  view.marker = stored.marker;
  view.url = texts_[stored.url];
  view.text = texts_[stored.text];
  return view;
}

}  // namespace pincompile
