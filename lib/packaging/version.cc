// PEP 440 versions: parsing straight into key bytes, and printing from them.
// Source: https://peps.python.org/pep-0440/, appendix B (the regular expression), case-insensitive.
// SPDX-License-Identifier: MIT
#include "pincompile/version.h"

#include <fmt/format.h>

#include <bit>
#include <limits>

#include "packaging/character_class.h"
#include "packaging/key_bytes.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

// A run of digits: its value where it fits into 64 bits, and always its characters.
struct Digits {
  std::string_view text;
  std::uint64_t value = 0;

  bool is_zero() const {
    return text.size() < 20 ? value == 0 : text.find_first_not_of('0') == std::string_view::npos;
  }
};

class VersionParser {
 public:
  explicit VersionParser(std::string_view text)
      : at_(text.data()), begin_(at_), end_(at_ + text.size()) {}

  /// False where the text is no version; column() and expected() then say why.
  bool run() {
    if (at_ != end_ && (*at_ == 'v' || *at_ == 'V')) ++at_;
    if (!release()) return false;
    suffixes();
    if (at_ != end_ && *at_ == '+') {
      ++at_;
      if (!local()) return false;
    }
    if (at_ != end_) return fail("the end of the version");
    return true;
  }

  std::string_view key() { return key_.key(); }
  std::uint32_t trailing_zeros() const { return zeros_; }
  std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  const char* expected() const { return expected_; }

 private:
  bool fail(const char* expected) {
    expected_ = expected;
    return false;
  }

  Digits digits() {
    const char* const first = at_;
    std::uint64_t value = 0;
    while (at_ != end_ && is_digit(*at_)) {
      value = value * 10 + static_cast<std::uint64_t>(*at_ - '0');
      ++at_;
    }
    return {std::string_view(first, static_cast<std::size_t>(at_ - first)), value};
  }

  // 19 digits always fit into 64 bits; more go the slow way, which also looks for leading zeros.
  void put(const Digits& number) {
    if (number.text.size() < 20) {
      key_.put_number(number.value);
    } else {
      key_.put_digits(number.text);
    }
  }

  void put_release(const Digits& number) {
    if (number.is_zero()) {
      ++zeros_;
      return;
    }
    for (; zeros_ > 0; --zeros_) key_.put_number(0);
    put(number);
  }

  bool release() {
    Digits number = digits();
    if (number.text.empty()) return fail("a digit");
    if (at_ != end_ && *at_ == '!') {
      ++at_;
      if (!number.is_zero()) {
        key_.put(key_token::kEpoch);
        put(number);
      }
      number = digits();
      if (number.text.empty()) return fail("a digit");
    }
    put_release(number);
    while (end_ - at_ >= 2 && *at_ == '.' && is_digit(at_[1])) {
      ++at_;
      put_release(digits());
    }
    return true;
  }

  // Takes `[-_.]?word` if the text goes on with it, in any case.
  bool take_word(std::string_view word) {
    const char* from = at_;
    if (from != end_ && is_separator(*from)) ++from;
    if (static_cast<std::size_t>(end_ - from) < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
      if (to_lower(from[i]) != word[i]) return false;
    }
    at_ = from + word.size();
    return true;
  }

  // `[-_.]?[0-9]*` behind a word; no digits stand for 0.
  void put_word_number() {
    if (at_ != end_ && is_separator(*at_)) ++at_;
    put(digits());
  }

  // The first letter decides which words are worth a look.
  char next_letter() const {
    const char* from = at_;
    if (from != end_ && is_separator(*from)) ++from;
    return from != end_ ? to_lower(*from) : '\0';
  }

  unsigned char pre_token() {
    switch (next_letter()) {
      case 'a':
        return take_word("alpha") || take_word("a") ? key_token::kAlpha : 0;
      case 'b':
        return take_word("beta") || take_word("b") ? key_token::kAlpha + 1 : 0;
      case 'c':
        return take_word("c") ? key_token::kReleaseCandidate : 0;
      case 'r':
        return take_word("rc") ? key_token::kReleaseCandidate : 0;
      case 'p':
        return take_word("preview") || take_word("pre") ? key_token::kReleaseCandidate : 0;
      default:
        return 0;
    }
  }

  // `-N` is a post-release too.
  bool post() {
    if (end_ - at_ >= 2 && *at_ == '-' && is_digit(at_[1])) {
      ++at_;
      key_.put(key_token::kPost);
      put(digits());
      return true;
    }
    const char letter = next_letter();
    if (letter == 'p' ? !take_word("post") : letter != 'r' || !(take_word("rev") || take_word("r")))
      return false;
    key_.put(key_token::kPost);
    put_word_number();
    return true;
  }

  void suffixes() {
    if (at_ != end_ && *at_ != '+') {
      if (const unsigned char token = pre_token(); token != 0) {
        key_.put(token);
        put_word_number();
      }
      post();
      if (next_letter() == 'd' && take_word("dev")) {
        key_.put(key_token::kDev);
        put_word_number();
        return;
      }
    }
    key_.put(key_token::kEnd);
  }

  bool local() {
    for (;;) {
      const char* const first = at_;
      bool number = true;
      while (at_ != end_ && is_alphanumeric(*at_)) number = is_digit(*at_++) && number;
      const std::string_view part(first, static_cast<std::size_t>(at_ - first));
      if (part.empty()) return fail("a letter or digit of the local version");
      put_local(part, number);
      if (at_ == end_ || !is_separator(*at_)) return true;
      ++at_;
    }
  }

  void put_local(std::string_view part, bool number) {
    if (number) {
      key_.put_digits(part);
      return;
    }
    key_.put(key_token::kText);
    for (const char c : part) key_.put(static_cast<unsigned char>(to_lower(c)));
    key_.put(key_token::kTextEnd);
  }

  const char* at_;
  const char* const begin_;
  const char* const end_;
  const char* expected_ = "";
  KeyWriter key_;
  std::uint32_t zeros_ = 0;
};

Error no_version(std::string_view text, std::size_t position, const char* expected) {
  const std::string_view shown = text.substr(0, 80);
  Error error{ErrorKind::kParse,
              fmt::format("\"{}\" is not a PEP 440 version: expected {}", shown, expected)};
  error.where.push_back({"", 0, static_cast<std::uint32_t>(position + 1), ""});
  return error;
}

std::string_view phase_text(unsigned char token) {
  switch (token) {
    case key_token::kAlpha:
      return "a";
    case key_token::kReleaseCandidate:
      return "rc";
    default:
      return "b";
  }
}

bool is_pre_token(unsigned char token) {
  return token >= key_token::kAlpha && token <= key_token::kReleaseCandidate;
}

// Where the parts of a key begin; the rest of this file reads keys through it.
struct KeyParts {
  std::size_t release = 0;  // behind the epoch
  std::size_t suffix = 0;   // first token behind the release
  std::size_t local = 0;    // behind the public part
  bool pre = false;
  bool post = false;
  bool dev = false;
  bool ok = false;
};

KeyParts split(std::string_view key) {
  KeyParts parts;
  KeyReader reader(key);
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  parts.release = reader.position();
  while (reader.at_number()) reader.skip_number();
  parts.suffix = reader.position();
  if (is_pre_token(reader.peek())) {
    reader.take(reader.peek());
    reader.skip_number();
    parts.pre = true;
  }
  if (reader.take(key_token::kPost)) {
    reader.skip_number();
    parts.post = true;
  }
  if (reader.take(key_token::kDev)) {
    reader.skip_number();
    parts.dev = true;
  } else if (!reader.take(key_token::kEnd)) {
    return parts;
  }
  parts.local = reader.position();
  parts.ok = reader.ok();
  return parts;
}

void append_release(std::string& out, std::string_view key, std::uint32_t trailing_zeros) {
  KeyReader reader(key);
  if (reader.take(key_token::kEpoch)) {
    reader.digits(out);
    out += '!';
  }
  const std::size_t begin = out.size();
  while (reader.at_number()) {
    if (out.size() > begin) out += '.';
    reader.digits(out);
  }
  for (std::uint32_t i = 0; i < trailing_zeros; ++i) out += out.size() > begin ? ".0" : "0";
  if (out.size() == begin) out += '0';
}

void append_suffixes(std::string& out, std::string_view suffix) {
  KeyReader reader(suffix);
  if (is_pre_token(reader.peek())) {
    out += phase_text(reader.peek());
    reader.take(reader.peek());
    reader.digits(out);
  }
  if (reader.take(key_token::kPost)) {
    out += ".post";
    reader.digits(out);
  }
  if (reader.take(key_token::kDev)) {
    out += ".dev";
    reader.digits(out);
  }
}

void append_local(std::string& out, std::string_view local) {
  KeyReader reader(local);
  bool first = true;
  while (!reader.at_end() && reader.ok()) {
    if (!first) out += '.';
    first = false;
    if (reader.take(key_token::kText)) {
      out += reader.text();
    } else {
      reader.digits(out);
    }
  }
}

std::uint64_t load(const std::array<unsigned char, 16>& bytes, std::size_t from) {
  std::uint64_t word;
  std::memcpy(&word, bytes.data() + from, 8);
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

}  // namespace

Version::Version() : size_(1), trailing_zeros_(1) { head_[0] = key_token::kEnd; }

Result<Version> Version::parse(std::string_view text) {
  const std::string_view stripped = strip_space(text);
  VersionParser parser(stripped);
  if (!parser.run()) {
    const auto before = static_cast<std::size_t>(stripped.data() - text.data());
    return no_version(text, before + parser.position(), parser.expected());
  }
  Result<Version> result{Version()};
  VersionAccess::set(*result, parser.key(), parser.trailing_zeros());
  return result;
}

std::string Version::to_string() const {
  const auto key = VersionAccess::key(*this);
  const auto parts = split(key);
  std::string out;
  append_release(out, key, trailing_zeros_);
  append_suffixes(out, key.substr(parts.suffix));
  if (parts.local < key.size()) {
    out += '+';
    append_local(out, key.substr(parts.local));
  }
  return out;
}

bool Version::is_prerelease() const { return key_is_prerelease(VersionAccess::key(*this)); }
bool Version::is_postrelease() const { return split(VersionAccess::key(*this)).post; }
bool Version::is_devrelease() const { return split(VersionAccess::key(*this)).dev; }
bool Version::has_local() const { return key_has_local(VersionAccess::key(*this)); }

std::uint64_t Version::release(std::size_t i) const {
  KeyReader reader(VersionAccess::key(*this));
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  for (; reader.at_number() && i > 0; --i) reader.skip_number();
  return reader.at_number() ? reader.number() : 0;
}

std::size_t Version::release_length() const {
  KeyReader reader(VersionAccess::key(*this));
  if (reader.take(key_token::kEpoch)) reader.skip_number();
  std::size_t count = trailing_zeros_;
  for (; reader.at_number(); ++count) reader.skip_number();
  return count;
}

Version Version::base() const {
  const auto key = VersionAccess::key(*this);
  std::string base(key.substr(0, split(key).suffix));
  base += static_cast<char>(key_token::kEnd);
  return VersionAccess::make(base, trailing_zeros_);
}

Version Version::public_version() const {
  const auto key = VersionAccess::key(*this);
  return VersionAccess::make(std::string(key.substr(0, split(key).local)), trailing_zeros_);
}

std::string Version::local() const {
  const auto key = VersionAccess::key(*this);
  std::string out;
  append_local(out, key.substr(split(key).local));
  return out;
}

std::strong_ordering operator<=>(const Version& a, const Version& b) {
  if (const auto order = load(a.head_, 0) <=> load(b.head_, 0); order != 0) return order;
  if (const auto order = load(a.head_, 8) <=> load(b.head_, 8); order != 0) return order;
  if (a.long_key_.empty() && b.long_key_.empty()) return std::strong_ordering::equal;
  return a.long_key_.compare(b.long_key_) <=> 0;
}

bool operator==(const Version& a, const Version& b) {
  return a.head_ == b.head_ && a.long_key_ == b.long_key_;
}

std::string version_key(const Version& version) { return std::string(VersionAccess::key(version)); }
std::string_view key_view(const Version& version) { return VersionAccess::key(version); }
std::string_view key_tail(const Version& version) { return key_tail(VersionAccess::key(version)); }

Key16 key16(const Version& version) {
  const auto& head = VersionAccess::head(version);
  return {load(head, 0), load(head, 8)};
}

Key16 key16(std::string_view key) {
  std::array<unsigned char, 16> head{};
  std::memcpy(head.data(), key.data(), key.size() < 16 ? key.size() : 16);
  return {load(head, 0), load(head, 8)};
}

bool key_is_prerelease(std::string_view key) {
  const auto parts = split(key);
  return parts.pre || parts.dev;
}

bool key_has_local(std::string_view key) {
  const auto parts = split(key);
  return parts.ok && parts.local < key.size();
}

std::optional<Version> version_from_key(std::string_view key) {
  if (!split(key).ok) return std::nullopt;
  const Version version = VersionAccess::make(key, key == "\x05" ? 1 : 0);
  auto checked = Version::parse(version.to_string());
  if (!checked || VersionAccess::key(*checked) != key) return std::nullopt;
  return *checked;
}

}  // namespace pincompile
