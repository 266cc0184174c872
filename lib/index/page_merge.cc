// SPDX-License-Identifier: MIT
#include "index/page_merge.h"

#include <deque>
#include <memory>

#include <tsl/ordered_map.h>

#include "cache/page_record.h"

namespace pincompile {
namespace {

// Texts that a merged page needs and no record holds.
struct Store {
  std::deque<std::string> texts;

  std::string_view keep(std::string text) { return texts.emplace_back(std::move(text)); }
  std::string_view hex(const std::uint8_t* digest) {
    if (digest == nullptr) return {};
    Sha256 bytes;
    std::copy(digest, digest + bytes.size(), bytes.begin());
    return keep(to_hex(bytes));
  }
};

PageFile file_of(const PageView& page, std::uint32_t number, const FileDetails& details,
                 Store& store) {
  const FileTraits traits = page.traits(number);
  PageFile file;
  file.filename = details.filename;
  file.url = details.url;
  file.sha256 = store.hex(details.sha256);
  file.size = details.size;
  if (details.uploaded != 0)
    file.uploaded = std::chrono::sys_seconds(std::chrono::seconds(details.uploaded));
  file.requires_python = page.requires_python(traits.requires_python).text;
  file.yanked = traits.is_yanked();
  file.yanked_reason = page.yank_reason(traits.yank_reason);
  file.has_metadata = traits.has_metadata();
  file.metadata_sha256 = store.hex(details.metadata_sha256);
  return file;
}

}  // namespace

MergedPage merge_pages(std::string_view project, const std::vector<RecordBytes>& pages) {
  Store store;
  MergedPage merged;
  PageContent content;
  content.project = project;
  tsl::ordered_map<std::string_view, std::string_view> digests;  // by file name
  for (std::size_t place = 0; place < pages.size(); ++place) {
    const PageView page = PageView::open(pages[place], project);
    if (content.status == ProjectStatus::kActive) {
      content.status = page.status();
      content.status_reason = page.status_reason();
    }
    for (std::uint32_t number = 0; number < page.file_count(); ++number) {
      const std::optional<FileDetails> details = page.details(number);
      if (!details) {
        merged.damaged = place;
        return merged;
      }
      const PageFile file = file_of(page, number, *details, store);
      const auto [known, is_new] = digests.try_emplace(file.filename, file.sha256);
      if (is_new) {
        content.files.push_back(file);
      } else if (!known->second.empty() && !file.sha256.empty() && known->second != file.sha256) {
        merged.conflicts.emplace_back(file.filename);
      }
    }
  }
  merged.record = build_page(content);
  return merged;
}

}  // namespace pincompile
