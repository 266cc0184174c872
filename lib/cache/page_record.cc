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
  view.traits_ = span_of<FileTraits>(page.traits());
  view.details_ = span_of<std::uint64_t>(page.details());
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

PageView PageView::open(std::span<const std::byte> record, std::string_view project) {
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
  if (version >= version_count()) return {};
  return part_of(traits_, file_begin(version), file_begin(version + 1));
}

std::optional<FileDetails> PageView::details(std::uint32_t file) const {
  if (file >= traits_.size()) return std::nullopt;
  return read_file(details_, traits_[file]);
}

bool PageView::files_intact(std::uint32_t version) const {
  for (std::uint32_t file = file_begin(version); file < file_begin(version + 1); ++file) {
    if (!details(file)) return false;
  }
  return true;
}

FileReference PageView::reference(std::uint32_t file) const {
  FileReference reference;
  const auto found = details(file);
  if (!found) return reference;
  const auto hex = [](const std::uint8_t* digest) {
    if (digest == nullptr) return std::string();
    Sha256 bytes;
    std::copy_n(digest, bytes.size(), bytes.begin());
    return to_hex(bytes);
  };
  reference.filename = found->filename;
  reference.url = found->url;
  reference.size = found->size;
  reference.sha256 = hex(found->sha256);
  reference.has_metadata = traits_[file].has_metadata();
  reference.metadata_sha256 = hex(found->metadata_sha256);
  return reference;
}

TagSetView PageView::tag_set(std::uint32_t number) const {
  if (number >= tag_sets_.size()) return {};
  const StoredTagSet& set = tag_sets_[number];
  return {part_of(tag_tokens_, set.python_begin, set.abi_begin),
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
