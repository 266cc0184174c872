// Reading page records in place.
// SPDX-License-Identifier: MIT
#include "cache/page_record.h"

#include <records_generated.h>

#include <algorithm>

#include "cache/page_file.h"
#include "cache/record_builder.h"
#include "cache/record_vectors.h"

namespace pincompile {
namespace {

template <class E>
E enum_up_to(std::uint8_t value, E last) {
  return static_cast<E>(value <= static_cast<std::uint8_t>(last) ? value : 0);
}

}  // namespace

PageView PageView::open(std::span<const std::byte> record) {
  PageView view;
  view.tail_ = split_record(record).tail;
  const auto payload = record_payload(record, RecordKind::kPage);
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(payload.data());
  flatbuffers::Verifier verifier(bytes, payload.size());
  if (payload.empty() || !verifier.VerifyBuffer<stored::PageRecord>(nullptr)) return view;
  const auto& page = *flatbuffers::GetRoot<stored::PageRecord>(bytes);
  view.texts_ = {span_of<std::uint32_t>(page.text_begin()),
                 span_of<std::uint8_t>(page.text_bytes())};
  view.project_ = view.texts_[page.project()];
  view.status_reason_ = view.texts_[page.status_reason()];
  view.absence_ = enum_up_to(page.absence(), PageAbsence::kForbidden);
  view.status_ = enum_up_to(page.status(), ProjectStatus::kQuarantined);
  view.heads_ = span_of<Key16>(page.heads());
  view.key_tails_ = span_of<std::uint32_t>(page.key_tails());
  view.version_flags_ = span_of<std::uint8_t>(page.version_flags());
  view.respelled_ = span_of<StoredSpelling>(page.respelled());
  view.file_begin_ = span_of<std::uint32_t>(page.file_begin());
  view.shapes_ = span_of<std::uint32_t>(page.shapes());
  view.shape_begin_ = span_of<std::uint32_t>(page.shape_begin());
  view.shape_files_ = span_of<FileTraits>(page.shape_files());
  view.first_upload_ = span_of<std::uint32_t>(page.first_upload());
  view.last_upload_ = span_of<std::uint32_t>(page.last_upload());
  view.tail_begin_ = span_of<std::uint32_t>(page.tail_begin());
  view.tag_sets_ = span_of<StoredTagSet>(page.tag_sets());
  view.tag_tokens_ = span_of<std::uint64_t>(page.tag_tokens());
  view.requires_python_ = span_of<StoredSpecifier>(page.requires_python());
  view.intervals_ = span_of<StoredInterval>(page.intervals());
  view.lists_ = span_of<std::uint32_t>(page.lists());
  view.builds_ = span_of<StoredBuild>(page.builds());
  view.yank_reasons_ = span_of<std::uint32_t>(page.yank_reasons());
  view.valid_ = true;
  return view;
}

PageView PageView::open(const RecordBytes& record) {
  PageView view = open(record.bytes);
  view.tail_elsewhere_ = record.tail.get();
  return view;
}

PageView PageView::open(const RecordBytes& record, std::string_view project) {
  PageView view = open(record);
  if (!view.valid_ || view.project_ != project) return {};
  return view;
}

KeyView PageView::key(std::uint32_t version) const {
  if (version >= heads_.size()) return {};
  if (version >= key_tails_.size()) return {heads_[version]};
  return {heads_[version], texts_[key_tails_[version]]};
}

std::string_view PageView::spelling(std::uint32_t version) const {
  const auto found = std::ranges::lower_bound(respelled_, version, {}, &StoredSpelling::version);
  if (found != respelled_.end() && found->version == version) return texts_[found->spelling];
  return version_text(version);
}

std::uint32_t PageView::lower_bound(const KeyView& wanted) const {
  std::uint32_t low = 0;
  std::uint32_t high = version_count();
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (key(middle) < wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::optional<std::uint32_t> PageView::find(const KeyView& wanted) const {
  const std::uint32_t version = lower_bound(wanted);
  if (version == version_count() || key(version) != wanted) return std::nullopt;
  return version;
}

std::uint32_t PageView::file_begin(std::uint32_t version) const {
  if (version >= file_begin_.size()) return file_count();
  return std::min(file_begin_[version], file_count());
}

std::span<const FileTraits> PageView::files_of(std::uint32_t version) const {
  if (version >= version_count() || shape(version) >= shape_count()) return {};
  const std::uint32_t begin = shape_begin_[shape(version)];
  return part_of(shape_files_, begin, shape_begin_[shape(version) + 1]);
}

std::uint32_t PageView::version_of(std::uint32_t file) const {
  const auto after = std::ranges::upper_bound(file_begin_, file);
  return static_cast<std::uint32_t>(std::max(after - file_begin_.begin(), std::ptrdiff_t{1})) - 1;
}

FileTraits PageView::traits(std::uint32_t file) const {
  const std::uint32_t version = version_of(file);
  const auto files = files_of(version);
  const std::uint32_t index = file - file_begin(version);
  if (index >= files.size()) return {FileTraits::kNoTagSet, 0, 0, 0, 0};
  return files[index];
}

PageView::Block PageView::place_of_block(std::uint32_t version) const {
  if (version + std::size_t{1} >= tail_begin_.size() ||
      tail_begin_[version] > tail_begin_[version + 1]) {
    return {};
  }
  const std::uint64_t begin = std::uint64_t{tail_begin_[version]} * 8;
  return {begin, std::uint64_t{tail_begin_[version + 1]} * 8 - begin};
}

std::span<const std::byte> PageView::block(std::uint32_t version) const {
  const auto [begin, size] = place_of_block(version);
  if (tail_elsewhere_ != nullptr) return tail_elsewhere_->read(begin, size);
  if (begin + size > tail_.size()) return {};
  return tail_.subspan(begin, size);
}

std::optional<FileDetails> PageView::details(std::uint32_t file) const {
  if (file >= file_count()) return std::nullopt;
  const std::uint32_t version = version_of(file);
  const auto files = files_of(version);
  const std::uint32_t index = file - file_begin(version);
  if (index >= files.size()) return std::nullopt;
  return read_file(block(version), index, files[index]);
}

bool PageView::files_intact(std::uint32_t version) const {
  const auto files = files_of(version);
  const auto bytes = block(version);
  for (std::uint32_t i = 0; i < files.size(); ++i) {
    if (!read_file(bytes, i, files[i])) return false;
  }
  return true;
}

FileReference PageView::reference(std::uint32_t file) const {
  FileReference reference;
  const std::uint32_t version = version_of(file);
  const auto files = files_of(version);
  const std::uint32_t index = file - file_begin(version);
  if (file >= file_count() || index >= files.size()) return reference;
  std::vector<std::uint64_t> memory;  // texts are copied: nothing of the block is kept
  const auto [begin, size] = place_of_block(version);
  const auto bytes =
      tail_elsewhere_ != nullptr ? tail_elsewhere_->read_into(memory, begin, size) : block(version);
  const auto found = read_file(bytes, index, files[index]);
  if (!found) return reference;
  const auto hex = [](const std::uint8_t* digest) {
    if (digest == nullptr) return std::string();
    Sha256 copy;
    std::copy_n(digest, copy.size(), copy.begin());
    return to_hex(copy);
  };
  reference.filename = found->filename;
  reference.url = found->url;
  reference.size = found->size;
  reference.sha256 = hex(found->sha256);
  reference.has_metadata = files[index].has_metadata();
  reference.metadata_sha256 = hex(found->metadata_sha256);
  return reference;
}

TagSetView PageView::tag_set(std::uint32_t number) const {
  if (number >= tag_sets_.size()) return {};
  const StoredTagSet& set = tag_sets_[number];
  return {set.id, part_of(tag_tokens_, set.python_begin, set.abi_begin),
          part_of(tag_tokens_, set.abi_begin, set.platform_begin),
          part_of(tag_tokens_, set.platform_begin, set.platform_end), texts_[set.text]};
}

SpecifierView PageView::requires_python(std::uint32_t number) const {
  if (number == 0 || number > requires_python_.size()) return any_version();
  const StoredSpecifier& stored = requires_python_[number - 1];
  return {stored.id, texts_[stored.text],
          IntervalsView(part_of(intervals_, stored.interval_begin, stored.interval_end), texts_),
          TextsView(part_of(lists_, stored.arbitrary_begin, stored.arbitrary_end), texts_)};
}

bool PageView::requires_python_unreadable(std::uint32_t number) const {
  return number > 0 && number <= requires_python_.size() &&
         requires_python_[number - 1].unreadable != 0;
}

BuildTag PageView::build(std::uint32_t number) const {
  if (number == 0 || number > builds_.size()) return {};
  return {builds_[number - 1].number, texts_[builds_[number - 1].suffix]};
}

std::string_view PageView::yank_reason(std::uint32_t number) const {
  if (number == 0 || number > yank_reasons_.size()) return {};
  return texts_[yank_reasons_[number - 1]];
}

}  // namespace pincompile
