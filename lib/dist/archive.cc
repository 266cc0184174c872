// SPDX-License-Identifier: MIT
#include "dist/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace pincompile {
namespace {

struct ReadCloser {
  void operator()(::archive* a) const { archive_read_free(a); }
};
struct WriteCloser {
  void operator()(::archive* a) const { archive_write_free(a); }
};
struct EntryCloser {
  void operator()(archive_entry* e) const { archive_entry_free(e); }
};
using Reader = std::unique_ptr<::archive, ReadCloser>;
using Writer = std::unique_ptr<::archive, WriteCloser>;

constexpr std::size_t kBlockBytes = 1 << 16;

// How far reading one member's content came.
enum class Progress { kWhole, kCutOff, kTooLong };

Progress read_content(::archive* a, std::size_t limit, std::string& out) {
  std::string block(kBlockBytes, '\0');
  while (true) {
    const la_ssize_t got = archive_read_data(a, block.data(), block.size());
    if (got < 0) return Progress::kCutOff;
    if (got == 0) return Progress::kWhole;
    if (out.size() + static_cast<std::size_t>(got) > limit) return Progress::kTooLong;
    out.append(block, 0, static_cast<std::size_t>(got));
  }
}

Reader open_reader(std::string_view bytes) {
  Reader reader(archive_read_new());
  archive_read_support_filter_gzip(reader.get());
  archive_read_support_filter_bzip2(reader.get());
  archive_read_support_filter_xz(reader.get());
  archive_read_support_filter_lzma(reader.get());
  archive_read_support_filter_lzip(reader.get());
  archive_read_support_filter_zstd(reader.get());
  archive_read_support_format_tar(reader.get());
  // Front to back: the beginning of a zip can be read without the directory at its end.
  archive_read_support_format_zip_streamable(reader.get());
  if (archive_read_open_memory(reader.get(), bytes.data(), bytes.size()) != ARCHIVE_OK)
    return nullptr;
  return reader;
}

}  // namespace

Result<ArchiveContent> read_archive(std::string_view bytes, const MemberChooser& choose,
                                    std::size_t max_member_bytes) {
  const Reader reader = open_reader(bytes);
  if (reader == nullptr) return Error{ErrorKind::kCorrupt, "not an archive that can be read"};
  ArchiveContent content;
  bool any = false;
  while (true) {
    archive_entry* entry = nullptr;
    const int status = archive_read_next_header(reader.get(), &entry);
    if (status == ARCHIVE_EOF) {
      content.finished = true;
      return content;
    }
    if (status < ARCHIVE_WARN) {
      if (!any) return Error{ErrorKind::kCorrupt, "not an archive that can be read"};
      return content;
    }
    any = true;
    const char* path = archive_entry_pathname(entry);
    const MemberChoice choice = path == nullptr ? MemberChoice::kSkip : choose(path);
    if (choice == MemberChoice::kStop) {
      content.finished = true;
      return content;
    }
    if (choice == MemberChoice::kSkip || archive_entry_filetype(entry) == AE_IFDIR) continue;
    ArchiveMember member{path, {}};
    switch (read_content(reader.get(), max_member_bytes, member.content)) {
      case Progress::kWhole:
        content.members.push_back(std::move(member));
        break;
      case Progress::kCutOff:
        return content;
      case Progress::kTooLong:
        return Error{ErrorKind::kCorrupt, fmt::format("member {} is longer than {} bytes",
                                                      member.path, max_member_bytes)};
    }
  }
}

Result<std::string> write_tar_gz(std::span<const ArchiveMember> members) {
  std::vector<const ArchiveMember*> order;
  order.reserve(members.size());
  for (const ArchiveMember& member : members) order.push_back(&member);
  std::ranges::sort(order, {},
                    [](const ArchiveMember* member) { return std::string_view(member->path); });

  std::string out;
  const auto append = [](::archive*, void* target, const void* bytes, std::size_t size) {
    static_cast<std::string*>(target)->append(static_cast<const char*>(bytes), size);
    return static_cast<la_ssize_t>(size);
  };
  const Writer writer(archive_write_new());
  // Plain ustar where it can hold a name, else one pax header: wheel names pass 100 characters.
  archive_write_set_format_pax_restricted(writer.get());
  archive_write_add_filter_gzip(writer.get());
  archive_write_set_filter_option(writer.get(), "gzip", "timestamp",
                                  nullptr);  // no time in the header
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  if (archive_write_open(writer.get(), &out, nullptr, append, nullptr) != ARCHIVE_OK) {
    return Error{ErrorKind::kInternal, "libarchive cannot write a gzip tar"};
  }
  for (const ArchiveMember* member : order) {
    const std::unique_ptr<archive_entry, EntryCloser> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), member->path.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member->content.size()));
    archive_entry_set_mtime(entry.get(), 0, 0);
    const bool written =
        archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK &&
        archive_write_data(writer.get(), member->content.data(), member->content.size()) ==
            static_cast<la_ssize_t>(member->content.size());
    if (!written) {
      return Error{ErrorKind::kInternal,
                   fmt::format("libarchive refused the member {}", member->path)};
    }
  }
  if (archive_write_close(writer.get()) != ARCHIVE_OK) {
    return Error{ErrorKind::kInternal, "libarchive could not finish a gzip tar"};
  }
  return out;
}

}  // namespace pincompile
