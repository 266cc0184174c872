// Writing and reading marker programs.
// SPDX-License-Identifier: MIT
#include "packaging/marker_code.h"

#include <array>

#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"

namespace pincompile {
namespace {

using marker_code::Bounds;

constexpr std::array<std::string_view, kMarkerOperatorCount> kOperatorTexts = {
    "~=", "==", "!=", "<=", ">=", "<", ">", "===", "in", "not in"};

constexpr std::array<std::string_view, 14> kOperandNames = {"implementation_name",
                                                            "implementation_version",
                                                            "os_name",
                                                            "platform_machine",
                                                            "platform_python_implementation",
                                                            "platform_release",
                                                            "platform_system",
                                                            "platform_version",
                                                            "python_full_version",
                                                            "python_version",
                                                            "sys_platform",
                                                            "extra",
                                                            "extras",
                                                            "dependency_groups"};

// Variables that compare as versions where the other side is one.
bool is_version_variable(std::uint8_t code) {
  switch (static_cast<MarkerVariable>(code)) {
    case MarkerVariable::kImplementationVersion:
    case MarkerVariable::kPlatformRelease:
    case MarkerVariable::kPythonFullVersion:
    case MarkerVariable::kPythonVersion:
      return true;
    default:
      return false;
  }
}

bool compares_versions(const MarkerComparison& comparison) {
  return comparison.op != MarkerOperator::kIn && comparison.op != MarkerOperator::kNotIn;
}

void append_bounds(std::string& program, MarkerOperator op, std::string_view literal) {
  auto specifier = Specifier::parse(std::string(to_string(op)) += literal);
  if (!specifier) {
    program += static_cast<char>(Bounds::kText);
  } else if (op == MarkerOperator::kArbitrary) {
    program += static_cast<char>(Bounds::kArbitrary);
  } else {
    program += static_cast<char>(Bounds::kIntervals);
    std::string bounds;
    for (const auto& interval : specifier_intervals(*specifier)) {
      append_text(bounds, interval.low);
      append_text(bounds, interval.high);
    }
    append_text(program, bounds);
  }
}

}  // namespace

std::string_view to_string(MarkerOperator op) {
  return kOperatorTexts[static_cast<std::size_t>(op)];
}

std::string_view marker_operand_name(std::uint8_t code) {
  return code < kOperandNames.size() ? kOperandNames[code] : std::string_view();
}

std::string_view to_string(MarkerVariable variable) {
  return marker_operand_name(static_cast<std::uint8_t>(variable));
}

void append_text(std::string& program, std::string_view text) {
  if (text.size() < 255) {
    program += static_cast<char>(text.size());
  } else {
    program += static_cast<char>(255);
    for (unsigned shift = 0; shift < 32; shift += 8)
      program += static_cast<char>((text.size() >> shift) & 0xFF);
  }
  program += text;
}

bool take_text(std::string_view& bytes, std::string_view& text) {
  if (bytes.empty()) return false;
  std::size_t size = static_cast<unsigned char>(bytes.front());
  std::size_t header = 1;
  if (size == 255) {
    if (bytes.size() < 5) return false;
    size = 0;
    for (std::size_t i = 4; i > 0; --i) size = (size << 8) | static_cast<unsigned char>(bytes[i]);
    header = 5;
  }
  if (bytes.size() - header < size) return false;
  text = bytes.substr(header, size);
  bytes.remove_prefix(header + size);
  return true;
}

void append_comparison(std::string& program, const MarkerComparison& comparison) {
  program += static_cast<char>(marker_code::kComparison + static_cast<std::uint8_t>(comparison.op));
  program += static_cast<char>(comparison.left);
  program += static_cast<char>(comparison.right);
  const bool left_literal = comparison.left == marker_code::kLiteral;
  const bool right_literal = comparison.right == marker_code::kLiteral;
  if (left_literal) append_text(program, comparison.left_text);
  if (right_literal) append_text(program, comparison.right_text);
  if (!compares_versions(comparison)) return;
  if (is_version_variable(comparison.left) && right_literal) {
    append_bounds(program, comparison.op, comparison.right_text);
  } else if (left_literal && is_version_variable(comparison.right)) {
    const auto version = Version::parse(comparison.left_text);
    append_text(program, version ? key_view(*version) : std::string_view());
  }
}

MarkerReader::Step MarkerReader::next() {
  if (position_ == program_.size()) return Step::kEnd;
  switch (program_[position_]) {
    case marker_code::kAnd:
      ++position_;
      return Step::kAnd;
    case marker_code::kOr:
      ++position_;
      return Step::kOr;
    case marker_code::kClose:
      ++position_;
      return Step::kClose;
    default:
      return read_comparison() ? Step::kComparison : Step::kDamaged;
  }
}

bool MarkerReader::read_comparison() {
  std::string_view rest = program_.substr(position_);
  const auto op = static_cast<std::uint8_t>(static_cast<unsigned char>(rest.front()) -
                                            marker_code::kComparison);
  if (op >= kMarkerOperatorCount || rest.size() < 3) return false;
  comparison_ = {};
  comparison_.op = static_cast<MarkerOperator>(op);
  comparison_.left = static_cast<std::uint8_t>(rest[1]);
  comparison_.right = static_cast<std::uint8_t>(rest[2]);
  if (comparison_.left > marker_code::kLiteral || comparison_.right > marker_code::kLiteral)
    return false;
  rest.remove_prefix(3);
  if (comparison_.left == marker_code::kLiteral && !take_text(rest, comparison_.left_text))
    return false;
  if (comparison_.right == marker_code::kLiteral && !take_text(rest, comparison_.right_text))
    return false;
  position_ = program_.size() - rest.size();
  return !compares_versions(comparison_) || read_bounds();
}

bool MarkerReader::read_bounds() {
  std::string_view rest = program_.substr(position_);
  if (comparison_.right == marker_code::kLiteral && is_version_variable(comparison_.left)) {
    if (rest.empty() ||
        static_cast<std::uint8_t>(rest.front()) > static_cast<std::uint8_t>(Bounds::kIntervals)) {
      return false;
    }
    comparison_.bounds = static_cast<Bounds>(rest.front());
    rest.remove_prefix(1);
    if (comparison_.bounds == Bounds::kIntervals && !take_text(rest, comparison_.intervals))
      return false;
  } else if (comparison_.left == marker_code::kLiteral && is_version_variable(comparison_.right)) {
    comparison_.bounds = Bounds::kLiteralKey;
    if (!take_text(rest, comparison_.literal_key)) return false;
  }
  position_ = program_.size() - rest.size();
  return true;
}

}  // namespace pincompile
