// SPDX-License-Identifier: MIT
#include "test_archives.h"

#include <archive.h>
#include <archive_entry.h>

#include "split_mix.h"

namespace pincompile::testing {
namespace {

la_ssize_t append(::archive*, void* target, const void* bytes, std::size_t size) {
  static_cast<std::string*>(target)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

std::string write(::archive* writer, const std::vector<ArchiveMember>& members) {
  std::string out;
  archive_write_set_bytes_in_last_block(writer, 1);
  archive_write_open(writer, &out, nullptr, append, nullptr);
  for (const ArchiveMember& member : members) {
    archive_entry* entry = archive_entry_new();
    archive_entry_set_pathname(entry, member.path.c_str());
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, 0644);
    archive_entry_set_size(entry, static_cast<la_int64_t>(member.content.size()));
    archive_write_header(writer, entry);
    archive_write_data(writer, member.content.data(), member.content.size());
    archive_entry_free(entry);
  }
  archive_write_close(writer);
  archive_write_free(writer);
  return out;
}

}  // namespace

std::string make_zip(const std::vector<ArchiveMember>& members) {
  ::archive* writer = archive_write_new();
  archive_write_set_format_zip(writer);
  return write(writer, members);
}

std::string make_tar_gz(const std::vector<ArchiveMember>& members) {
  ::archive* writer = archive_write_new();
  archive_write_set_format_ustar(writer);
  archive_write_add_filter_gzip(writer);
  return write(writer, members);
}

std::string metadata_text(const std::string& name, const std::string& version,
                          const std::string& lines, const std::string& metadata_version) {
  return "Metadata-Version: " + metadata_version + "\nName: " + name + "\nVersion: " + version +
         "\n" + lines;
}

std::string make_wheel(const std::string& name, const std::string& version,
                       const std::string& lines, std::size_t padding) {
  std::vector<ArchiveMember> members;
  if (padding > 0) members.push_back({name + "/__init__.py", noise(padding)});
  const std::string folder = name + "-" + version + ".dist-info/";
  members.push_back({folder + "METADATA", metadata_text(name, version, lines)});
  members.push_back({folder + "RECORD", name + "/__init__.py,,\n"});
  return make_zip(members);
}

std::string noise(std::size_t size) {
  oracle::SplitMix random(7);
  std::string bytes(size, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random.next());
  return bytes;
}

}  // namespace pincompile::testing
