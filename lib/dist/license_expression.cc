// Words between blanks and parentheses; a state machine of three states.
// SPDX-License-Identifier: MIT
#include "dist/license_expression.h"

#include <algorithm>
#include <vector>

namespace pincompile {
namespace {

constexpr std::string_view kReference = "licenseref-";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), lower);
  return result;
}

std::vector<std::string_view> words_of(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n\v\f";
  std::vector<std::string_view> words;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    const bool is_parenthesis = i < text.size() && (text[i] == '(' || text[i] == ')');
    if (i < text.size() && !is_parenthesis && kBlank.find(text[i]) == std::string_view::npos)
      continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    if (is_parenthesis) words.push_back(text.substr(i, 1));
    begin = i + 1;
  }
  return words;
}

// `MIT`, `Apache-2.0+`, `LicenseRef-Mine`; empty if the word is none of these.
std::string license_word(std::string_view word) {
  const bool is_open_ended = word.ends_with('+');
  if (is_open_ended) word.remove_suffix(1);
  std::string license;
  if (lowered(word).starts_with(kReference)) {
    const std::string_view own = word.substr(kReference.size());
    const bool is_plain = std::ranges::all_of(own, [](char c) {
      return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    });
    if (own.empty() || !is_plain) return {};
    license = "LicenseRef-" + std::string(own);
  } else {
    license = spdx_license(word);
  }
  if (!license.empty() && is_open_ended) license += '+';
  return license;
}

class ExpressionReader {
 public:
  bool take(std::string_view word) {
    const std::string name = lowered(word);
    if (word == "(") {
      if (state_ != State::kWantsOperand) return false;
      ++depth_;
      append("(");
      return true;
    }
    if (word == ")") {
      if (state_ == State::kWantsOperand || state_ == State::kWantsException || depth_ == 0)
        return false;
      --depth_;
      state_ = State::kAfterGroup;
      text_ += ')';
      return true;
    }
    if (name == "and" || name == "or") {
      if (state_ == State::kWantsOperand || state_ == State::kWantsException) return false;
      state_ = State::kWantsOperand;
      append(name == "and" ? "AND" : "OR");
      return true;
    }
    if (name == "with") {
      if (state_ != State::kAfterLicense) return false;
      state_ = State::kWantsException;
      append("WITH");
      return true;
    }
    return take_identifier(word);
  }

  std::optional<std::string> finish() {
    const bool is_whole =
        (state_ == State::kAfterLicense || state_ == State::kAfterGroup) && depth_ == 0;
    if (!is_whole) return std::nullopt;
    return std::move(text_);
  }

 private:
  enum class State { kWantsOperand, kAfterLicense, kWantsException, kAfterGroup };

  bool take_identifier(std::string_view word) {
    const bool is_exception = state_ == State::kWantsException;
    if (!is_exception && state_ != State::kWantsOperand) return false;
    const std::string identifier =
        is_exception ? std::string(spdx_exception(word)) : license_word(word);
    if (identifier.empty()) return false;
    append(identifier);
    state_ = is_exception ? State::kAfterGroup : State::kAfterLicense;
    return true;
  }

  void append(std::string_view word) {
    if (!text_.empty() && text_.back() != '(') text_ += ' ';
    text_ += word;
  }

  State state_ = State::kWantsOperand;
  std::size_t depth_ = 0;
  std::string text_;
};

}  // namespace

std::optional<std::string> normalize_license_expression(std::string_view text) {
  ExpressionReader reader;
  for (const std::string_view word : words_of(text)) {
    if (!reader.take(word)) return std::nullopt;
  }
  return reader.finish();
}

}  // namespace pincompile
