// The bytes of marker programs: groups, and comparisons with their literals and version bounds.
//
// Layout: a program is one term; a term is a comparison, or kAnd/kOr, two terms or more, kClose; no
// group stands directly in a group of its own kind. Texts have a length: one byte, or 255 and four
// little-endian bytes. A comparison is
//   0x10 + operator, left operand, right operand, text of each literal operand, then
//   version variable op literal    0 = compare as texts, 1 = `===`, 2 and a text of low, high,
//   low... literal op version variable    key of the literal as a version, empty = it is none
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "pincompile/marker.h"

namespace pincompile {

enum class MarkerOperator : std::uint8_t {
  kCompatible,
  kEqual,
  kNotEqual,
  kLessEqual,
  kGreaterEqual,
  kLess,
  kGreater,
  kArbitrary,  // as Specifier
  kIn,
  kNotIn
};
inline constexpr std::uint8_t kMarkerOperatorCount = 10;
std::string_view to_string(MarkerOperator op);

namespace marker_code {
inline constexpr char kAnd = 1;
inline constexpr char kOr = 2;
inline constexpr char kClose = 3;
inline constexpr std::uint8_t kComparison = 0x10;
// Operands: 0..10 are MarkerVariable.
inline constexpr std::uint8_t kExtra = 11;
inline constexpr std::uint8_t kExtras = 12;
inline constexpr std::uint8_t kDependencyGroups = 13;
inline constexpr std::uint8_t kLiteral = 14;
enum class Bounds : std::uint8_t { kText, kArbitrary, kIntervals, kLiteralKey, kNone };
// Parentheses of different kinds inside each other; deeper markers are refused.
inline constexpr std::size_t kDeepest = 400;
}  // namespace marker_code

struct MarkerComparison {
  MarkerOperator op = MarkerOperator::kEqual;
  std::uint8_t left = marker_code::kLiteral;
  std::uint8_t right = marker_code::kLiteral;
  std::string_view left_text;   ///< of a literal
  std::string_view right_text;  ///< of a literal
  marker_code::Bounds bounds = marker_code::Bounds::kNone;
  std::string_view intervals;    ///< kIntervals: low and high texts
  std::string_view literal_key;  ///< kLiteralKey

  bool mentions_extra() const {
    return left == marker_code::kExtra || right == marker_code::kExtra;
  }
};

/// Appends a comparison; bounds are computed from operands and literals.
void append_comparison(std::string& program, const MarkerComparison& comparison);
void append_text(std::string& program, std::string_view text);

/// `implementation_name`, ..., `extra`, `extras`, `dependency_groups`.
std::string_view marker_operand_name(std::uint8_t code);

/// Walks a program. Total: on damaged bytes next() returns kDamaged and nothing is read beyond the
/// end.
class MarkerReader {
 public:
  enum class Step : std::uint8_t { kAnd, kOr, kClose, kComparison, kEnd, kDamaged };

  explicit MarkerReader(std::string_view program) : program_(program) {}
  Step next();
  /// Of the last kComparison.
  const MarkerComparison& comparison() const { return comparison_; }
  std::size_t position() const { return position_; }

 private:
  bool read_comparison();
  bool read_bounds();

  std::string_view program_;
  std::size_t position_ = 0;
  MarkerComparison comparison_;
};

/// Takes a text with its length off the front of `bytes`; false if there is no whole one.
bool take_text(std::string_view& bytes, std::string_view& text);

/// Access to what a Marker keeps.
struct MarkerAccess {
  static std::string_view program(const Marker& marker) { return marker.program_; }
  static Marker make(std::string program) {
    Marker marker;
    marker.program_ = std::move(program);
    return marker;
  }
};

}  // namespace pincompile
