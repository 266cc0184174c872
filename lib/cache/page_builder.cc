// Building page records: files grouped by version, shared texts once.
// source  PEP 440, 425, 427, 592, 691, 714, 792.
// SPDX-License-Identifier: MIT
#include <records_generated.h>
#include <tsl/ordered_map.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <tuple>

#include "cache/page_file.h"
#include "cache/page_record.h"
#include "cache/page_texts.h"
#include "cache/record_builder.h"
#include "cache/record_vectors.h"
#include "dist/sdist_filename.h"
#include "dist/wheel_filename.h"
#include "pincompile/requirement.h"

namespace pincompile {
namespace {

constexpr std::uint32_t kDropped = 0xffffffff;
// Numbers of shared texts are 16 bits wide; a file beyond them is dropped, as anything unreadable
// is.
constexpr std::size_t kMostNumbers = 0xfffe;
// About what a head has, and what it has more for each file. Hundreds of pages wait to be written,
// most of them small: room that is not needed would keep the heap apart.
constexpr std::size_t kWordsInAnyHead = 512;
constexpr std::size_t kWordsInHead = 6;

// Numbers for texts as they come, with a short cut for runs of the same one.
class Numbering {
 public:
  explicit Numbering(PageTexts& texts) : texts_(texts) {}

  /// The number of `text`, and whether it is new.
  std::pair<std::uint32_t, bool> number(std::string_view text) {
    if (last_ != kDropped && text == last_text_) return {last_, false};
    const auto known = numbers_.find(text);
    const bool added = known == numbers_.end();
    last_text_ = added ? texts_.keep(text) : known->first;
    last_ = added ? static_cast<std::uint32_t>(numbers_.size()) : known->second;
    if (added) numbers_.insert({last_text_, last_});
    return {last_, added};
  }
  /// The text asked about last, kept.
  std::string_view last_text() const { return last_text_; }

 private:
  PageTexts& texts_;
  tsl::ordered_map<std::string_view, std::uint32_t> numbers_;
  std::string_view last_text_;
  std::uint32_t last_ = kDropped;
};

// What is left of a file's name once it was read.
struct NameParts {
  std::string_view version;
  std::string_view tag_set;  // empty for an sdist
  std::uint64_t build_number = 0;
  std::string_view build_suffix;
  bool has_build = false;
};

// Whether `spelled` normalises to `project` (PEP 503), without building the normalised text.
bool names_project(std::string_view spelled, std::string_view project) {
  std::size_t at = 0;
  for (std::size_t i = 0; i < spelled.size(); ++i) {
    char c = spelled[i];
    if (c == '_' || c == '.' || c == '-') {
      if (i > 0 && (spelled[i - 1] == '_' || spelled[i - 1] == '.' || spelled[i - 1] == '-'))
        continue;
      c = '-';
    } else if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
    if (at == project.size() || project[at] != c) return false;
    ++at;
  }
  return at == project.size();
}

std::optional<NameParts> read_name(std::string_view filename, std::string_view project) {
  if (filename.ends_with(".whl")) {
    const auto wheel = WheelFilename::split(filename);
    if (!wheel || !names_project(wheel->name, project)) return std::nullopt;
    return NameParts{wheel->version, wheel->tag_set, wheel->build_number(), wheel->build_suffix(),
                     !wheel->build.empty()};
  }
  const auto sdist = SdistFilename::split(filename, project);
  if (!sdist) return std::nullopt;
  return NameParts{sdist->version, {}, 0, {}, false};
}

// One version of the page, in order of first appearance.
struct PageVersion {
  Version version;
  std::string_view spelling;
  std::string key;
};

// A file that stays, with numbers in place of texts.
struct KeptFile {
  StoredFiles::Place place = {};
  std::uint32_t version = 0;  // of versions_, then its place in the record
  FileTraits traits = {};
};

}  // namespace

class PageRecordBuilder::State {
 public:
  explicit State(std::string project) : project_(std::move(project)) {}

  void keep(const PageFile& file);
  RecordBytes build(ProjectStatus status, std::string_view status_reason, PageAbsence absence);

 private:
  std::uint32_t version_of(std::string_view spelling);
  std::uint32_t requires_python_of(std::string_view text);
  std::uint32_t tag_set_of(std::string_view text);
  void lower_requires_python();
  void lower_tag_sets();
  StoredTagSet store_tag_set(std::string_view tags);
  std::uint32_t build_of(const NameParts& name);
  void sort_versions();
  void sort_builds();
  void write_versions();
  void write_files();
  void write_files_of(std::span<const KeptFile> kept);
  RecordBytes write_record(ProjectStatus status, std::string_view status_reason,
                           PageAbsence absence);

  const std::string project_;
  PageTexts source_texts_;  // of files that were added
  StoredFiles stored_files_;
  std::vector<KeptFile> kept_;
  Numbering spellings_{source_texts_};
  std::vector<std::uint32_t> version_of_spelling_;
  tsl::ordered_map<std::string_view, std::uint32_t> version_of_key_;
  std::deque<PageVersion> versions_;
  std::vector<std::uint32_t> order_;  // of versions_, ascending

  TextTable texts_;
  SpecifierTable specifiers_{texts_};
  Numbering requires_python_{source_texts_};
  std::vector<std::string_view> requires_python_texts_;
  std::vector<std::uint16_t> number_of_requires_python_;  // by place in the texts plus 1
  Numbering tag_texts_{source_texts_};
  std::vector<std::string_view> tag_set_texts_;
  std::vector<std::uint16_t> number_of_tag_set_;  // by place in the texts
  std::vector<std::pair<std::uint64_t, std::string_view>> builds_;
  Numbering yank_texts_{source_texts_};
  std::vector<std::string_view> yank_reasons_;

  std::vector<Key16> heads_;
  std::vector<std::uint32_t> key_tails_;
  std::vector<std::uint8_t> version_flags_;
  std::vector<StoredSpelling> respelled_;
  std::uint32_t files_ = 0;
  std::vector<std::uint32_t> file_begin_;
  std::vector<std::uint32_t> shapes_;
  std::vector<std::uint32_t> shape_begin_ = {0};
  std::vector<FileTraits> shape_files_;
  tsl::ordered_map<std::string, std::uint32_t> shape_numbers_;  // by the bytes of their traits
  std::vector<std::uint32_t> first_upload_;
  std::vector<std::uint32_t> last_upload_;
  std::vector<std::uint32_t> tail_begin_;
  std::vector<std::uint64_t> tail_;
  std::vector<StoredTagSet> tag_sets_;
  std::vector<std::uint64_t> tag_tokens_;
};

std::uint32_t PageRecordBuilder::State::version_of(std::string_view spelling) {
  const auto [number, added] = spellings_.number(spelling);
  if (!added) return version_of_spelling_[number];
  auto version = Version::parse(spelling);
  version_of_spelling_.push_back(kDropped);
  if (!version) return kDropped;
  // The key is a view into the version, which a deque does not move.
  versions_.push_back({*std::move(version), spellings_.last_text(), {}});
  PageVersion& kept = versions_.back();
  kept.key = version_key(kept.version);
  const auto [entry, is_new] = version_of_key_.insert(
      {std::string_view(kept.key), static_cast<std::uint32_t>(versions_.size() - 1)});
  version_of_spelling_.back() = entry->second;
  if (!is_new) versions_.pop_back();
  return version_of_spelling_.back();
}

std::uint32_t PageRecordBuilder::State::requires_python_of(std::string_view text) {
  if (text.empty()) return 0;
  const auto [number, added] = requires_python_.number(text);
  if (added) requires_python_texts_.push_back(requires_python_.last_text());
  return number + 1;
}

void PageRecordBuilder::State::lower_requires_python() {
  number_of_requires_python_.push_back(0);
  for (const std::string_view text : requires_python_texts_) {
    const auto set = parse_specifiers_lenient(text);
    std::uint32_t number = 0;
    if (!set) number = specifiers_.add_unreadable(text) + 1;
    if (set && !set->empty()) number = specifiers_.add(*set) + 1;
    number_of_requires_python_.push_back(static_cast<std::uint16_t>(number));
  }
}

namespace {

// Parts between the dots of one of the three components, as tokens.
void add_tokens(std::string_view component, std::vector<std::uint64_t>& tokens) {
  while (true) {
    const std::size_t dot = component.find('.');
    tokens.push_back(tag_token(component.substr(0, dot)));
    if (dot == std::string_view::npos) return;
    component.remove_prefix(dot + 1);
  }
}

}  // namespace

std::uint32_t PageRecordBuilder::State::tag_set_of(std::string_view text) {
  const auto [number, added] = tag_texts_.number(text);
  if (added) tag_set_texts_.push_back(tag_texts_.last_text());
  return number;
}

// Spellings that differ in case are one set.
void PageRecordBuilder::State::lower_tag_sets() {
  tsl::ordered_map<std::string, std::uint16_t> numbers;
  for (const std::string_view text : tag_set_texts_) {
    std::string lower(text);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto [entry, added] =
        numbers.insert({std::move(lower), static_cast<std::uint16_t>(tag_sets_.size())});
    number_of_tag_set_.push_back(entry->second);
    if (added) tag_sets_.push_back(store_tag_set(entry->first));
  }
}

StoredTagSet PageRecordBuilder::State::store_tag_set(std::string_view tags) {
  const std::size_t abi = std::min(tags.find('-'), tags.size());
  const std::size_t platform = std::min(tags.find('-', abi + 1), tags.size());
  const auto position = [this] { return static_cast<std::uint32_t>(tag_tokens_.size()); };
  StoredTagSet stored = {};
  stored.id = id64(tags);
  stored.text = texts_.intern(tags);
  stored.python_begin = position();
  add_tokens(tags.substr(0, abi), tag_tokens_);
  stored.abi_begin = position();
  if (abi < tags.size()) add_tokens(tags.substr(abi + 1, platform - abi - 1), tag_tokens_);
  stored.platform_begin = position();
  if (platform < tags.size()) add_tokens(tags.substr(platform + 1), tag_tokens_);
  stored.platform_end = position();
  return stored;
}

std::uint32_t PageRecordBuilder::State::build_of(const NameParts& name) {
  if (!name.has_build) return 0;
  const std::pair<std::uint64_t, std::string_view> build = {name.build_number, name.build_suffix};
  const auto found = std::ranges::find(builds_, build);
  const auto number = static_cast<std::uint32_t>(found - builds_.begin()) + 1;
  if (found == builds_.end())
    builds_.push_back({name.build_number, source_texts_.keep(name.build_suffix)});
  return number;
}

void PageRecordBuilder::State::keep(const PageFile& file) {
  const auto name = read_name(file.filename, project_);
  if (!name) return;
  KeptFile kept;
  kept.version = version_of(name->version);
  if (kept.version == kDropped) return;
  const bool wheel = !name->tag_set.empty();
  const std::uint32_t tag_set = wheel ? tag_set_of(name->tag_set) : FileTraits::kNoTagSet;
  const std::uint32_t requires_python = requires_python_of(file.requires_python);
  const std::uint32_t build = build_of(*name);
  std::uint32_t yank_reason = 0;
  if (file.yanked && !file.yanked_reason.empty()) {
    const auto [number, added] = yank_texts_.number(file.yanked_reason);
    if (added) yank_reasons_.push_back(yank_texts_.last_text());
    yank_reason = number + 1;
  }
  if ((wheel && tag_set >= kMostNumbers) || requires_python > kMostNumbers || build > kMostNumbers)
    return;
  kept.traits.tag_set = static_cast<std::uint16_t>(tag_set);
  kept.traits.requires_python = static_cast<std::uint16_t>(requires_python);
  kept.traits.build = static_cast<std::uint16_t>(build);
  kept.traits.yank_reason =
      static_cast<std::uint16_t>(yank_reason > kMostNumbers ? 0 : yank_reason);
  kept.traits.flags = static_cast<std::uint16_t>(
      (wheel ? FileTraits::kWheel : 0) | (file.yanked ? FileTraits::kYanked : 0) |
      (file.has_metadata ? FileTraits::kHasMetadata : 0));
  kept.place = stored_files_.add(file, kept.traits);
  kept_.push_back(kept);
}

// Larger numbers are preferred: PEP 427 sorts builds by number, then suffix; a wheel without one is
// first.
void PageRecordBuilder::State::sort_builds() {
  std::vector<std::pair<std::uint64_t, std::string_view>> sorted = builds_;
  std::ranges::sort(sorted);
  std::vector<std::uint16_t> place(builds_.size());
  for (std::size_t i = 0; i < builds_.size(); ++i) {
    place[i] = static_cast<std::uint16_t>(std::ranges::lower_bound(sorted, builds_[i]) -
                                          sorted.begin() + 1);
  }
  for (KeptFile& kept : kept_) {
    if (kept.traits.build != 0) kept.traits.build = place[kept.traits.build - 1u];
  }
  builds_ = std::move(sorted);
}

void PageRecordBuilder::State::sort_versions() {
  order_.resize(versions_.size());
  std::iota(order_.begin(), order_.end(), 0u);
  std::vector<Key16> heads;
  heads.reserve(versions_.size());
  for (const PageVersion& version : versions_) heads.push_back(key16(version.key));
  std::ranges::sort(order_, [&](std::uint32_t a, std::uint32_t b) {
    if (heads[a] != heads[b]) return heads[a] < heads[b];
    return versions_[a].key < versions_[b].key;
  });
  std::vector<std::uint32_t> place(order_.size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) place[order_[i]] = i;
  for (KeptFile& kept : kept_) kept.version = place[kept.version];
  std::ranges::stable_sort(kept_, {}, &KeptFile::version);
}

void PageRecordBuilder::State::write_versions() {
  bool any_tail = false;
  for (std::uint32_t i = 0; i < order_.size(); ++i) {
    const PageVersion& version = versions_[order_[i]];
    heads_.push_back(key16(version.key));
    any_tail = any_tail || version.key.size() > 16;
    version_flags_.push_back(static_cast<std::uint8_t>((version.version.is_prerelease() ? 1 : 0) |
                                                       (version.version.is_devrelease() ? 2 : 0) |
                                                       (version.version.has_local() ? 4 : 0)));
    texts_.append(version.version.to_string());
  }
  for (std::uint32_t i = 0; i < order_.size(); ++i) {
    const PageVersion& version = versions_[order_[i]];
    const std::string_view tail = key_tail(std::string_view(version.key));
    if (any_tail) key_tails_.push_back(tail.empty() ? kNoText : texts_.intern(tail));
    if (version.version.to_string() != version.spelling)
      respelled_.push_back({i, texts_.intern(version.spelling)});
  }
}

// All there is to say about the files of the next version.
void PageRecordBuilder::State::write_files_of(std::span<const KeptFile> kept) {
  std::vector<StoredFiles::Place> places;
  std::vector<FileTraits> traits;
  std::uint32_t first = 0, last = 0;
  for (const KeptFile& one : kept) {
    places.push_back(one.place);
    traits.push_back(one.traits);
    FileTraits& own = traits.back();
    if (own.is_wheel()) own.tag_set = number_of_tag_set_[own.tag_set];
    own.requires_python = number_of_requires_python_[own.requires_python];
    const std::uint32_t uploaded = stored_files_.uploaded(one.place);
    if (uploaded == 0) version_flags_[file_begin_.size()] |= 8;
    if (uploaded != 0 && (first == 0 || uploaded < first)) first = uploaded;
    last = std::max(last, uploaded);
  }
  file_begin_.push_back(files_);
  files_ += static_cast<std::uint32_t>(kept.size());
  first_upload_.push_back(first);
  last_upload_.push_back(last);
  tail_begin_.push_back(static_cast<std::uint32_t>(tail_.size()));
  append_block(places, stored_files_, tail_);
  std::string key(reinterpret_cast<const char*>(traits.data()), traits.size() * sizeof(FileTraits));
  const auto [shape, added] =
      shape_numbers_.insert({std::move(key), static_cast<std::uint32_t>(shape_numbers_.size())});
  shapes_.push_back(shape->second);
  if (!added) return;
  shape_files_.insert(shape_files_.end(), traits.begin(), traits.end());
  shape_begin_.push_back(static_cast<std::uint32_t>(shape_files_.size()));
}

void PageRecordBuilder::State::write_files() {
  // Room for the head too, so that the record is finished where the tail stands (seal_record).
  tail_.reserve(kWordsInAnyHead + stored_files_.word_count() + kept_.size() * kWordsInHead);
  std::size_t begin = 0;
  for (std::uint32_t version = 0; version < order_.size(); ++version) {
    std::size_t end = begin;
    while (end < kept_.size() && kept_[end].version == version) ++end;
    write_files_of(std::span(kept_).subspan(begin, end - begin));
    begin = end;
  }
  file_begin_.push_back(files_);
  tail_begin_.push_back(static_cast<std::uint32_t>(tail_.size()));
}

RecordBytes PageRecordBuilder::State::write_record(ProjectStatus status,
                                                   std::string_view status_reason_text,
                                                   PageAbsence absence) {
  flatbuffers::FlatBufferBuilder out(8192);
  std::vector<StoredBuild> builds;
  for (const auto& [number, suffix] : builds_) builds.push_back({number, texts_.intern(suffix), 0});
  std::vector<std::uint32_t> reasons;
  for (const std::string_view reason : yank_reasons_) reasons.push_back(texts_.intern(reason));
  const std::uint32_t project = texts_.intern(project_);
  const std::uint32_t status_reason = texts_.intern(status_reason_text);
  const auto heads = write_structs<stored::Key>(out, heads_);
  const auto key_tails = write_scalars(out, key_tails_.data(), key_tails_.size());
  const auto version_flags = write_scalars(out, version_flags_.data(), version_flags_.size());
  const auto respelled = write_structs<stored::Respelled>(out, respelled_);
  const auto file_begin = write_scalars(out, file_begin_.data(), file_begin_.size());
  const auto shapes = write_scalars(out, shapes_.data(), shapes_.size());
  const auto shape_begin = write_scalars(out, shape_begin_.data(), shape_begin_.size());
  const auto shape_files = write_structs<stored::FileTraits>(out, shape_files_);
  const auto first_upload = write_scalars(out, first_upload_.data(), first_upload_.size());
  const auto last_upload = write_scalars(out, last_upload_.data(), last_upload_.size());
  const auto tail_begin = write_scalars(out, tail_begin_.data(), tail_begin_.size());
  const auto tag_sets = write_structs<stored::TagSet>(out, tag_sets_);
  const auto tag_tokens = write_scalars(out, tag_tokens_.data(), tag_tokens_.size());
  const auto requires_python = write_structs<stored::Specifier>(out, specifiers_.specifiers());
  const auto intervals = write_structs<stored::Interval>(out, specifiers_.intervals());
  const auto lists = write_scalars(out, specifiers_.lists().data(), specifiers_.lists().size());
  const auto stored_builds = write_structs<stored::Build>(out, builds);
  const auto yank_reasons = write_scalars(out, reasons.data(), reasons.size());
  const auto text_begin = write_scalars(out, texts_.begin().data(), texts_.begin().size());
  const auto text_bytes = write_scalars(
      out, reinterpret_cast<const std::uint8_t*>(texts_.bytes().data()), texts_.bytes().size());
  out.Finish(stored::CreatePageRecord(
      out, project, static_cast<std::uint8_t>(absence), static_cast<std::uint8_t>(status),
      status_reason, heads, key_tails, version_flags, respelled, file_begin, shapes, shape_begin,
      shape_files, first_upload, last_upload, tail_begin, tag_sets, tag_tokens, requires_python,
      intervals, lists, stored_builds, yank_reasons, text_begin, text_bytes));
  return seal_record(RecordKind::kPage,
                     {reinterpret_cast<const char*>(out.GetBufferPointer()), out.GetSize()},
                     std::move(tail_));
}

RecordBytes PageRecordBuilder::State::build(ProjectStatus status, std::string_view status_reason,
                                            PageAbsence absence) {
  sort_builds();
  sort_versions();
  // Texts of versions must be numbers 0 .. n - 1: write_versions fills a table that is still empty.
  write_versions();
  lower_requires_python();
  lower_tag_sets();
  write_files();
  return write_record(status, status_reason, absence);
}

PageRecordBuilder::PageRecordBuilder(std::string project)
    : state_(std::make_unique<State>(std::move(project))) {}
PageRecordBuilder::~PageRecordBuilder() = default;

void PageRecordBuilder::add(const PageFile& file) { state_->keep(file); }

RecordBytes PageRecordBuilder::finish(ProjectStatus status, std::string_view status_reason,
                                      PageAbsence absence) {
  return state_->build(status, status_reason, absence);
}

RecordBytes build_page(const PageContent& content) {
  PageRecordBuilder builder(content.project);
  if (content.absence == PageAbsence::kNone) {
    for (const PageFile& file : content.files) builder.add(file);
  }
  return builder.finish(content.status, content.status_reason, content.absence);
}

}  // namespace pincompile
