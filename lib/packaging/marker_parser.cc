// Recursive descent over: or-terms of and-terms of comparisons or parentheses. Names of older
// standards (os.name, python_implementation) are folded to today's.
// SPDX-License-Identifier: MIT
#include "packaging/marker_parser.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>

#include "packaging/character_class.h"
#include "packaging/marker_code.h"
#include "packaging/url.h"
#include "pincompile/name.h"
#include "support/cursor.h"

namespace pincompile {
namespace {

constexpr std::size_t kDeepestParentheses = 199;  // each opens at most two groups

bool is_word(char c) { return is_alphanumeric(c) || c == '_'; }

struct OldName {
  std::string_view old_name;
  std::uint8_t code;
};
constexpr std::array<OldName, 6> kOldNames = {
    {{"os.name", static_cast<std::uint8_t>(MarkerVariable::kOsName)},
     {"sys.platform", static_cast<std::uint8_t>(MarkerVariable::kSysPlatform)},
     {"platform.version", static_cast<std::uint8_t>(MarkerVariable::kPlatformVersion)},
     {"platform.machine", static_cast<std::uint8_t>(MarkerVariable::kPlatformMachine)},
     {"platform.python_implementation",
      static_cast<std::uint8_t>(MarkerVariable::kPlatformPythonImplementation)},
     {"python_implementation",
      static_cast<std::uint8_t>(MarkerVariable::kPlatformPythonImplementation)}}};

struct Operand {
  std::uint8_t code = marker_code::kLiteral;
  std::string text;  // of a literal
};

class MarkerParser {
 public:
  MarkerParser(std::string_view text, std::size_t offset) : cursor_(text), offset_(offset) {}

  Result<std::string> run() {
    if (!disjunction()) return error();
    if (!cursor_.at_end()) {
      fail("\"and\", \"or\" or the end of the marker");
      return error();
    }
    return std::move(program_);
  }

 private:
  enum class Kind : std::uint8_t { kOne, kAnd, kOr };

  bool fail(std::string_view expected) {
    expected_ = expected;
    return false;
  }

  Error error() const {
    const std::string rest = redact_urls(cursor_.rest()).substr(0, 40);
    Error error{ErrorKind::kParse,
                fmt::format("expected {} in the marker, found {}", expected_,
                            rest.empty() ? "its end" : fmt::format("\"{}\"", rest))};
    error.where.push_back(
        {"", 0, static_cast<std::uint32_t>(offset_ + cursor_.position() + 1), ""});
    return error;
  }

  bool take_keyword(std::string_view word) {
    if (!cursor_.rest().starts_with(word) || is_word(cursor_.peek(word.size()))) return false;
    cursor_.advance(word.size());
    return true;
  }

  // Terms joined by one connective. A term that is itself a group of this kind (it stood in
  // parentheses) is dissolved: its first and last byte go.
  template <class Term>
  bool joined(std::string_view word, Kind kind, Term term) {
    const std::size_t begin = program_.size();
    const char opening = kind == Kind::kAnd ? marker_code::kAnd : marker_code::kOr;
    bool many = false;
    for (;;) {
      const std::size_t term_begin = program_.size();
      if (!(this->*term)()) return false;
      if (last_ == kind) {
        program_.pop_back();
        program_.erase(term_begin, 1);
        if (!many) program_.insert(begin, 1, opening);
        many = true;
      }
      if (!take_keyword(word)) break;
      if (!many) program_.insert(begin, 1, opening);
      many = true;
    }
    if (many) {
      program_ += marker_code::kClose;
      last_ = kind;
    }
    return true;
  }

  bool disjunction() { return joined("or", Kind::kOr, &MarkerParser::conjunction); }
  bool conjunction() { return joined("and", Kind::kAnd, &MarkerParser::atom); }

  bool atom() {
    cursor_.skip_blanks();
    if (cursor_.take("(")) {
      if (++depth_ > kDeepestParentheses) return fail("fewer nested parentheses");
      cursor_.skip_blanks();
      if (!disjunction()) return false;
      if (!cursor_.take(")")) return fail("\")\"");
      --depth_;
    } else {
      if (!comparison()) return false;
      last_ = Kind::kOne;
    }
    cursor_.skip_blanks();
    return true;
  }

  bool comparison() {
    Operand left;
    Operand right;
    MarkerComparison comparison;
    if (!operand(left)) return false;
    cursor_.skip_blanks();
    if (!comparison_operator(comparison.op)) return false;
    cursor_.skip_blanks();
    if (!operand(right)) return false;
    normalize_extra(left, right);
    comparison.left = left.code;
    comparison.right = right.code;
    comparison.left_text = left.text;
    comparison.right_text = right.text;
    append_comparison(program_, comparison);
    return true;
  }

  // PEP 685: what is compared with an extra is an extra's name.
  static void normalize_extra(Operand& left, Operand& right) {
    const auto is_name = [](std::uint8_t code) {
      return code >= marker_code::kExtra && code < marker_code::kLiteral;
    };
    if (is_name(left.code)) right.text = normalize_name(right.text);
    if (is_name(right.code)) left.text = normalize_name(left.text);
  }

  bool comparison_operator(MarkerOperator& op) {
    if (take_keyword("in")) {
      op = MarkerOperator::kIn;
      return true;
    }
    if (take_keyword("not")) {
      op = MarkerOperator::kNotIn;
      if (cursor_.peek() != ' ' && cursor_.peek() != '\t') return fail("a space behind \"not\"");
      cursor_.skip_blanks();
      return take_keyword("in") || fail("\"in\" behind \"not\"");
    }
    for (const auto known :
         {MarkerOperator::kArbitrary, MarkerOperator::kEqual, MarkerOperator::kCompatible,
          MarkerOperator::kNotEqual, MarkerOperator::kLessEqual, MarkerOperator::kGreaterEqual,
          MarkerOperator::kLess, MarkerOperator::kGreater}) {
      if (cursor_.take(to_string(known))) {
        op = known;
        return true;
      }
    }
    return fail("an operator (== != <= >= < > ~= === in, not in)");
  }

  bool operand(Operand& operand) {
    const char quote = cursor_.peek();
    if (quote == '"' || quote == '\'') return literal(operand, quote);
    const std::size_t begin = cursor_.position();
    const std::string_view name = cursor_.take_while([](char c) { return is_word(c) || c == '.'; });
    for (std::uint8_t code = 0; code < marker_code::kLiteral; ++code) {
      if (name == marker_operand_name(code)) {
        operand.code = code;
        return true;
      }
    }
    for (const auto& old : kOldNames) {
      if (name == old.old_name) {
        operand.code = old.code;
        return true;
      }
    }
    cursor_.move_to(begin);
    return fail("a marker variable or a quoted text");
  }

  bool literal(Operand& operand, char quote) {
    const std::size_t end = cursor_.text().find(quote, cursor_.position() + 1);
    if (end == std::string_view::npos) return fail("a closing quote");
    const auto inside = cursor_.text().substr(cursor_.position() + 1, end - cursor_.position() - 1);
    if (!unescape_python(inside, operand.text)) return fail("a quoted text that Python can read");
    cursor_.move_to(end + 1);
    return true;
  }

  Cursor cursor_;
  std::size_t offset_;
  std::string program_;
  std::string_view expected_;
  std::size_t depth_ = 0;
  Kind last_ = Kind::kOne;
};

void append_utf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (point >> 18));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (point & 0x3F));
  }
}

int digit_value(char c) {
  if (is_digit(c)) return c - '0';
  const char lower = to_lower(c);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 99;
}

// `count` digits of a base, appended as one character; false if they are not there.
bool take_code_point(Cursor& cursor, std::size_t least, std::size_t most, int base,
                     std::string& value) {
  std::uint32_t point = 0;
  std::size_t count = 0;
  for (; count < most && digit_value(cursor.peek()) < base; ++count) {
    point = point * static_cast<std::uint32_t>(base) +
            static_cast<std::uint32_t>(digit_value(cursor.peek()));
    cursor.advance();
  }
  if (count < least || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return false;
  append_utf8(value, point);
  return true;
}

// What follows a backslash.
bool take_escape(Cursor& cursor, std::string& value) {
  constexpr std::string_view kNames = "\\'\"abfnrtv";
  constexpr std::string_view kValues = "\\'\"\a\b\f\n\r\t\v";
  if (cursor.at_end()) return false;
  const char c = cursor.peek();
  if (c >= '0' && c <= '7') return take_code_point(cursor, 1, 3, 8, value);
  if (const auto known = kNames.find(c); known != std::string_view::npos) {
    cursor.advance();
    value += kValues[known];
    return true;
  }
  switch (c) {
    case 'x':
      cursor.advance();
      return take_code_point(cursor, 2, 2, 16, value);
    case 'u':
      cursor.advance();
      return take_code_point(cursor, 4, 4, 16, value);
    case 'U':
      cursor.advance();
      return take_code_point(cursor, 8, 8, 16, value);
    case 'N':
      return false;  // names of Unicode characters: no marker needs one
    default:
      value += '\\';
      return true;
  }
}

}  // namespace

bool unescape_python(std::string_view literal, std::string& value) {
  Cursor cursor(literal);
  while (!cursor.at_end()) {
    value +=
        cursor.take_while([](char c) { return c != '\\' && c != '\n' && c != '\r' && c != '\0'; });
    if (cursor.at_end()) return true;
    if (!cursor.take("\\") || !take_escape(cursor, value)) return false;
  }
  return true;
}

Result<std::string> parse_marker_program(std::string_view text, std::size_t offset) {
  return MarkerParser(text, offset).run();
}

}  // namespace pincompile
