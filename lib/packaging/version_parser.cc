// PEP 440 versions parsed straight into key bytes.
// Source: https://peps.python.org/pep-0440/, appendix B (the regular expression), case-insensitive.
// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "packaging/character_class.h"
#include "packaging/key_bytes.h"
#include "pincompile/version.h"

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
  const std::string_view rest = text.substr(position, 40);
  Error error{
      ErrorKind::kParse,
      fmt::format("\"{}\" is not a PEP 440 version: expected {}, found {}", text.substr(0, 80),
                  expected, rest.empty() ? "the end" : fmt::format("\"{}\"", rest))};
  error.where.push_back({"", 0, static_cast<std::uint32_t>(position + 1), ""});
  return error;
}

}  // namespace

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

}  // namespace pincompile
