// UTF and Latin-1 by hand, all other charsets by iconv(3).
// SPDX-License-Identifier: MIT
#include "requirements/text_decoding.h"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>

#include "support/utf8.h"

namespace pincompile {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_word(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

Error undecodable(std::string_view charset, std::size_t offset) {
  return Error{ErrorKind::kParse, fmt::format("byte {} is not {} text", offset, charset)};
}

struct Mark {
  std::string_view bytes;
  std::string_view charset;
};
// UTF-32 before UTF-16: its little-endian mark starts with the other's.
constexpr std::array<Mark, 5> kMarks{{{"\xEF\xBB\xBF", "utf-8"},
                                      {std::string_view("\xFF\xFE\0\0", 4), "utf-32-le"},
                                      {std::string_view("\0\0\xFE\xFF", 4), "utf-32-be"},
                                      {"\xFF\xFE", "utf-16-le"},
                                      {"\xFE\xFF", "utf-16-be"}}};

// The NAME of `coding: NAME` in a comment line among the first two.
std::optional<std::string_view> coding_line(std::string_view bytes) {
  for (int line_number = 0; line_number < 2; ++line_number) {
    const std::string_view line = bytes.substr(0, bytes.find('\n'));
    if (line.starts_with('#')) {
      for (std::size_t at = line.find("coding"); at != std::string_view::npos;
           at = line.find("coding", at + 1)) {
        std::size_t begin = at + 6;
        if (begin >= line.size() || (line[begin] != ':' && line[begin] != '=')) continue;
        begin = line.find_first_not_of(" \t\r\v\f", begin + 1);
        if (begin == std::string_view::npos) continue;
        const auto end =
            std::find_if_not(line.begin() + static_cast<std::ptrdiff_t>(begin), line.end(),
                             [](char c) { return is_word(c) || c == '-' || c == '.'; });
        const auto length = static_cast<std::size_t>(end - line.begin()) - begin;
        if (length != 0) return line.substr(begin, length);
      }
    }
    if (line.size() == bytes.size()) break;
    bytes.remove_prefix(line.size() + 1);
  }
  return std::nullopt;
}

std::string normalized_charset(std::string_view name) {
  std::string normal;
  for (const char c : name) normal += c == '_' || c == ' ' ? '-' : lower(c);
  return normal;
}

Result<std::string> from_utf8(std::string_view bytes) {
  const std::size_t bad = find_invalid_utf8(bytes);
  if (bad != bytes.size()) return undecodable("UTF-8", bad);
  return std::string(bytes);
}

Result<std::string> from_latin1(std::string_view bytes, unsigned last) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    if (byte > last) return undecodable("ASCII", i);
    append_utf8(text, byte);
  }
  return text;
}

char32_t unit_at(std::string_view bytes, std::size_t at, std::size_t width, bool little) {
  char32_t unit = 0;
  for (std::size_t i = 0; i < width; ++i) {
    unit = unit << 8 | static_cast<unsigned char>(bytes[little ? at + width - 1 - i : at + i]);
  }
  return unit;
}

Result<std::string> from_utf16(std::string_view bytes, bool little) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 2) {
    if (i + 2 > bytes.size()) return undecodable("UTF-16", i);
    char32_t unit = unit_at(bytes, i, 2, little);
    if (unit >= 0xDC00 && unit <= 0xDFFF) return undecodable("UTF-16", i);
    if (unit >= 0xD800 && unit <= 0xDBFF) {
      const char32_t second = i + 4 <= bytes.size() ? unit_at(bytes, i + 2, 2, little) : 0;
      if (second < 0xDC00 || second > 0xDFFF) return undecodable("UTF-16", i);
      unit = 0x10000 + ((unit - 0xD800) << 10) + (second - 0xDC00);
      i += 2;
    }
    append_utf8(text, unit);
  }
  return text;
}

Result<std::string> from_utf32(std::string_view bytes, bool little) {
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); i += 4) {
    const char32_t unit = i + 4 <= bytes.size() ? unit_at(bytes, i, 4, little) : 0x110000;
    if (unit > 0x10FFFF || (unit >= 0xD800 && unit <= 0xDFFF)) return undecodable("UTF-32", i);
    append_utf8(text, unit);
  }
  return text;
}

Result<std::string> from_charset_by_iconv(std::string_view bytes, const std::string& charset) {
  const iconv_t converter = iconv_open("UTF-8", charset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) {  // NOLINT: iconv's own error value
    return Error{ErrorKind::kParse, fmt::format("unknown charset {}", charset)};
  }
  std::string text;
  std::string input(bytes);
  char* from = input.data();
  std::size_t left = input.size();
  std::optional<Error> failure;
  while (left != 0 && !failure) {
    std::array<char, 4096> buffer;
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t outcome = iconv(converter, &from, &left, &to, &room);
    text.append(buffer.data(), buffer.size() - room);
    if (outcome == static_cast<std::size_t>(-1) && errno != E2BIG) {
      failure = undecodable(charset, bytes.size() - left);
    }
  }
  iconv_close(converter);
  if (failure) return *failure;
  return text;
}

Result<std::string> from_charset(std::string_view bytes, std::string_view name) {
  const std::string charset = normalized_charset(name);
  const auto is_one_of = [&charset](std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, std::string_view(charset)) != names.end();
  };
  if (is_one_of({"utf-8", "utf8", "u8", "cp65001"})) return from_utf8(bytes);
  if (is_one_of({"utf-8-sig"})) {
    return from_utf8(bytes.starts_with(kMarks[0].bytes) ? bytes.substr(3) : bytes);
  }
  if (is_one_of({"ascii", "us-ascii", "646"})) return from_latin1(bytes, 0x7F);
  if (is_one_of({"latin-1", "latin1", "latin", "l1", "iso-8859-1", "iso8859-1", "8859", "cp819"})) {
    return from_latin1(bytes, 0xFF);
  }
  if (is_one_of({"utf-16", "utf16", "u16", "utf-16-le", "utf-16le"}))
    return from_utf16(bytes, true);
  if (is_one_of({"utf-16-be", "utf-16be"})) return from_utf16(bytes, false);
  if (is_one_of({"utf-32", "utf32", "u32", "utf-32-le", "utf-32le"}))
    return from_utf32(bytes, true);
  if (is_one_of({"utf-32-be", "utf-32be"})) return from_utf32(bytes, false);
  return from_charset_by_iconv(bytes, charset);
}

}  // namespace

Result<DecodedText> decode_text(std::string_view bytes, std::string_view fallback) {
  std::string_view charset = "utf-8";
  bool is_named = false;
  for (const Mark& mark : kMarks) {
    if (!bytes.starts_with(mark.bytes)) continue;
    bytes.remove_prefix(mark.bytes.size());
    charset = mark.charset;
    is_named = true;
    break;
  }
  if (!is_named) {
    if (const auto name = coding_line(bytes)) {
      charset = *name;
      is_named = true;
    }
  }
  Result<std::string> text = from_charset(bytes, charset);
  if (text) {
    // UTF-16 without a mark, or no text at all.
    const std::size_t zero = text->find('\0');
    if (zero != std::string::npos)
      return Error{ErrorKind::kParse, fmt::format("byte {} is zero: UTF-16, or no text", zero)};
    return DecodedText{std::move(*text), false};
  }
  if (is_named || fallback.empty()) return text.error();
  Result<std::string> second = from_charset(bytes, fallback);
  if (!second) return text.error();
  return DecodedText{std::move(*second), true};
}

}  // namespace pincompile
