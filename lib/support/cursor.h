// Cursor: walks a text and knows where it is; the base of every hand-written parser.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace pincompile {

class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  bool at_end() const { return position_ == text_.size(); }
  /// The next character, '\0' at the end.
  char peek(std::size_t ahead = 0) const {
    return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0';
  }
  void advance(std::size_t count = 1) { position_ += count; }
  /// Takes `word` if the text goes on with it.
  bool take(std::string_view word) {
    if (!rest().starts_with(word)) return false;
    position_ += word.size();
    return true;
  }
  template <class Predicate>
  std::string_view take_while(Predicate wanted) {
    const std::size_t begin = position_;
    while (!at_end() && wanted(text_[position_])) ++position_;
    return text_.substr(begin, position_ - begin);
  }
  void skip_blanks() {
    take_while([](char c) { return c == ' ' || c == '\t'; });
  }

  std::string_view rest() const { return text_.substr(position_); }
  std::size_t position() const { return position_; }
  void move_to(std::size_t position) { position_ = position; }
  /// 1-based, in bytes.
  std::uint32_t column() const { return static_cast<std::uint32_t>(position_ + 1); }
  std::string_view text() const { return text_; }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

}  // namespace pincompile
