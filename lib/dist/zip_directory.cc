// SPDX-License-Identifier: MIT
#include "dist/zip_directory.h"

namespace pincompile {
namespace {

// Record signatures and fixed sizes of APPNOTE 4.3.
constexpr std::string_view kEnd("PK\x05\x06", 4);
constexpr std::string_view kEnd64Locator("PK\x06\x07", 4);
constexpr std::string_view kEnd64("PK\x06\x06", 4);
constexpr std::string_view kEntry("PK\x01\x02", 4);
constexpr std::size_t kEndBytes = 22, kLocatorBytes = 20, kEnd64Bytes = 56, kEntryBytes = 46;
constexpr std::uint16_t kZip64Field = 1;

// Little-endian number of `width` bytes; the caller has checked the bounds.
std::uint64_t number(std::string_view bytes, std::size_t at, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = width; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

Error corrupt(const char* what) { return {ErrorKind::kCorrupt, what}; }

// The last end record whose comment reaches exactly to the end of the file.
std::size_t find_end(std::string_view tail) {
  for (std::size_t at = tail.rfind(kEnd); at != std::string_view::npos;
       at = tail.rfind(kEnd, at - 1)) {
    if (tail.size() - at >= kEndBytes && at + kEndBytes + number(tail, at + 20, 2) == tail.size())
      return at;
    if (at == 0) break;
  }
  return std::string_view::npos;
}

// The zip64 extended field: 8-byte values for those of the 32-bit fields that are all ones, in
// order.
void read_zip64_field(std::string_view extra, ZipMember& member, bool size, bool packed,
                      bool offset) {
  std::size_t at = 0;
  while (at + 4 <= extra.size()) {
    const std::uint64_t id = number(extra, at, 2), length = number(extra, at + 2, 2);
    at += 4;
    if (length > extra.size() - at) return;
    if (id == kZip64Field) {
      std::string_view field = extra.substr(at, length);
      const auto take = [&field](bool wanted, std::uint64_t& target) {
        if (!wanted || field.size() < 8) return;
        target = number(field, 0, 8);
        field.remove_prefix(8);
      };
      take(size, member.size);
      take(packed, member.packed_size);
      take(offset, member.header_offset);
      return;
    }
    at += length;
  }
}

}  // namespace

Result<ByteRange> find_zip_directory(std::string_view tail, std::uint64_t file_size) {
  const std::size_t end = find_end(tail);
  if (end == std::string_view::npos) return corrupt("the zip file has no end record");
  ByteRange range{number(tail, end + 16, 4), number(tail, end + 12, 4)};
  if (range.offset == 0xffffffff || range.size == 0xffffffff) {
    if (end < kLocatorBytes || !tail.substr(end - kLocatorBytes).starts_with(kEnd64Locator)) {
      return corrupt("the zip file has no zip64 locator");
    }
    const std::uint64_t at = number(tail, end - kLocatorBytes + 8, 8);
    const std::uint64_t tail_offset = file_size - tail.size();
    if (tail.size() > file_size || at < tail_offset || at - tail_offset > tail.size() ||
        tail.size() - (at - tail_offset) < kEnd64Bytes) {
      return corrupt("the zip64 end record is out of reach");
    }
    const std::string_view record = tail.substr(at - tail_offset);
    if (!record.starts_with(kEnd64)) return corrupt("the zip64 end record is damaged");
    range = {number(record, 48, 8), number(record, 40, 8)};
  }
  if (range.offset > file_size || range.size > file_size - range.offset) {
    return corrupt("the zip directory lies outside the file");
  }
  return range;
}

Result<std::vector<ZipMember>> read_zip_directory(std::string_view directory) {
  std::vector<ZipMember> members;
  while (directory.starts_with(kEntry)) {
    if (directory.size() < kEntryBytes) return corrupt("the zip directory is cut off");
    const std::uint64_t packed = number(directory, 20, 4), size = number(directory, 24, 4);
    const std::uint64_t offset = number(directory, 42, 4);
    const std::size_t name = number(directory, 28, 2), extra = number(directory, 30, 2);
    const std::size_t comment = number(directory, 32, 2);
    if (directory.size() - kEntryBytes < name + extra + comment)
      return corrupt("the zip directory is cut off");
    ZipMember member{std::string(directory.substr(kEntryBytes, name)), offset, packed, size};
    read_zip64_field(directory.substr(kEntryBytes + name, extra), member, size == 0xffffffff,
                     packed == 0xffffffff, offset == 0xffffffff);
    members.push_back(std::move(member));
    directory.remove_prefix(kEntryBytes + name + extra + comment);
  }
  return members;
}

}  // namespace pincompile
