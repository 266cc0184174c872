// Page records with mutated bytes: whatever they are, reading stays inside the record.
// SPDX-License-Identifier: MIT
#include <cstdint>
#include <cstring>
#include <vector>

#include "cache/page_record.h"
#include "cache/record_builder.h"

namespace {

using namespace pincompile;

// The envelope is put right, so that mutations reach what is behind it.
std::vector<std::uint64_t> aligned_record(const std::uint8_t* data, std::size_t size,
                                          RecordKind kind) {
  std::vector<std::uint64_t> words(std::max<std::size_t>(4, (size + 7) / 8));
  std::memcpy(words.data(), data, size);
  RecordEnvelope envelope;
  std::memcpy(&envelope, words.data(), sizeof(envelope));
  envelope.magic = kRecordMagic;
  envelope.schema = kRecordSchema;
  envelope.kind = static_cast<std::uint32_t>(kind);
  envelope.total_size = words.size() * 8;
  std::memcpy(words.data(), &envelope, sizeof(envelope));
  return words;
}

std::size_t read_version(const PageView& view, std::uint32_t v) {
  std::size_t sum = view.version_text(v).size() + view.spelling(v).size() + view.file_begin(v);
  sum += view.files_of(v).size() + (view.has_local(v) ? 1 : 0) + view.lower_bound(view.key(v));
  return sum + view.find(view.key(v)).value_or(0);
}

std::size_t read_file(const PageView& view, std::uint32_t f) {
  const FileReference reference = view.reference(f);
  std::size_t sum = reference.url.size() + reference.filename.size();
  const FileTraits traits = view.traits(f);
  const TagSetView tags = view.tag_set(traits.tag_set);
  for (const std::uint64_t token : tags.pythons) sum += token;
  for (const std::uint64_t token : tags.platforms) sum += token;
  const SpecifierView python = view.requires_python(traits.requires_python);
  sum += python.contains(view.key(0), tags.text) ? 1 : 0;
  return sum + view.build(traits.build).suffix.size() + view.yank_reason(traits.yank_reason).size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto words = aligned_record(data, size, RecordKind::kPage);
  const auto bytes = std::as_bytes(std::span(words));
  volatile std::size_t sum = record_is_intact(bytes) ? 1 : 0;
  const PageView view = PageView::open(bytes);
  // Damaged counts can be large: a sample of each is as good as all.
  const std::uint32_t versions = std::min<std::uint32_t>(view.version_count(), 200);
  const std::uint32_t files = std::min<std::uint32_t>(view.file_count(), 200);
  for (std::uint32_t v = 0; v <= versions; ++v) sum = sum + read_version(view, v);
  for (std::uint32_t f = 0; f <= files; ++f) sum = sum + read_file(view, f);
  sum = sum + read_version(view, view.version_count()) + read_file(view, view.file_count());
  return 0;
}
