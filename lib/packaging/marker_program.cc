// Evaluating marker programs.
// SPDX-License-Identifier: MIT
#include "packaging/marker_program.h"

#include <algorithm>

#include "packaging/character_class.h"
#include "packaging/marker_code.h"
#include "packaging/version_key.h"

namespace pincompile {

using marker_code::Bounds;

// What `extra`, `extras` and `dependency_groups` stand for in one evaluation.
struct MarkerEvaluator::Active {
  std::string_view extra;
  std::span<const std::string> extras;
  std::span<const std::string> groups;
  bool extra_seen = false;

  bool has(std::uint8_t set, std::string_view name) const {
    const auto& names = set == marker_code::kExtras ? extras : groups;
    return std::ranges::find(names, name) != names.end();
  }
};

namespace {

bool is_set(std::uint8_t code) {
  return code == marker_code::kExtras || code == marker_code::kDependencyGroups;
}

bool compare_texts(MarkerOperator op, std::string_view left, std::string_view right) {
  switch (op) {
    case MarkerOperator::kEqual:
    case MarkerOperator::kLessEqual:
    case MarkerOperator::kGreaterEqual:
      return left == right;
    case MarkerOperator::kNotEqual:
      return left != right;
    case MarkerOperator::kIn:
      return right.find(left) != std::string_view::npos;
    case MarkerOperator::kNotIn:
      return right.find(left) == std::string_view::npos;
    default:
      return false;
  }
}

// `intervals` as stored: low and high of each.
bool in_intervals(std::string_view key, std::string_view intervals) {
  while (!intervals.empty()) {
    std::string_view low;
    std::string_view high;
    if (!take_text(intervals, low) || !take_text(intervals, high)) return false;
    if (key >= low && (high.empty() || key < high)) return true;
  }
  return false;
}

bool in_intervals(std::string_view key, const std::vector<KeyInterval>& intervals) {
  return std::ranges::any_of(intervals,
                             [&](const KeyInterval& interval) { return interval.contains(key); });
}

}  // namespace

MarkerEvaluator::MarkerEvaluator(const MarkerEnvironment& environment) : environment_(environment) {
  auto& full_version = environment_[MarkerVariable::kPythonFullVersion];
  if (full_version.ends_with('+')) full_version += "local";
  for (std::size_t i = 0; i < kMarkerVariableCount; ++i) {
    Value& value = values_[i];
    const auto version = Version::parse(environment_.values[i]);
    if (version) value.key = version_key(*version);
    for (std::size_t op = 0; op < value.as_bound.size(); ++op) {
      // Only `===` takes what is no version.
      if (!version && op != static_cast<std::size_t>(MarkerOperator::kArbitrary)) continue;
      const auto specifier = Specifier::parse(
          std::string(to_string(static_cast<MarkerOperator>(op))) += environment_.values[i]);
      if (specifier) value.as_bound[op] = specifier_intervals(*specifier);
    }
  }
}

std::string_view MarkerEvaluator::text_of(std::uint8_t code, std::string_view literal,
                                          const Active& active) const {
  if (code < kMarkerVariableCount) return environment_.values[code];
  return code == marker_code::kExtra ? active.extra : literal;
}

bool MarkerEvaluator::compare(const MarkerComparison& comparison, const Active& active) const {
  if (is_set(comparison.left) || is_set(comparison.right)) {
    const bool member =
        is_set(comparison.right) && !is_set(comparison.left) &&
        active.has(comparison.right, text_of(comparison.left, comparison.left_text, active));
    if (comparison.op == MarkerOperator::kIn) return member;
    if (comparison.op == MarkerOperator::kNotIn) return !member;
    return comparison.op == MarkerOperator::kNotEqual;
  }
  const std::string_view left = text_of(comparison.left, comparison.left_text, active);
  const std::string_view right = text_of(comparison.right, comparison.right_text, active);
  switch (comparison.bounds) {
    case Bounds::kIntervals: {
      const std::string& key = values_[comparison.left].key;
      return !key.empty() && in_intervals(key, comparison.intervals);
    }
    case Bounds::kArbitrary:
      return arbitrary_equal(left, strip_space(right));
    case Bounds::kLiteralKey: {
      const auto& bound =
          values_[comparison.right].as_bound[static_cast<std::size_t>(comparison.op)];
      if (!bound) break;
      if (comparison.op == MarkerOperator::kArbitrary)
        return arbitrary_equal(left, strip_space(right));
      return !comparison.literal_key.empty() && in_intervals(comparison.literal_key, *bound);
    }
    default:
      break;
  }
  return compare_texts(comparison.op, left, right);
}

bool MarkerEvaluator::run(std::string_view program, Active& active) const {
  // One byte per open group: is it an `or`, and what its terms so far amount to.
  struct Group {
    bool any;
    bool value;
  };
  std::array<Group, marker_code::kDeepest + 2> groups;
  std::size_t depth = 0;
  groups[0] = {false, true};
  const auto add = [&](bool term) {
    Group& group = groups[depth];
    group.value = group.any ? (group.value || term) : (group.value && term);
  };
  MarkerReader reader(program);
  for (;;) {
    switch (const auto step = reader.next()) {
      case MarkerReader::Step::kAnd:
      case MarkerReader::Step::kOr:
        if (++depth == groups.size()) return false;
        groups[depth] = {step == MarkerReader::Step::kOr, step == MarkerReader::Step::kAnd};
        break;
      case MarkerReader::Step::kClose: {
        if (depth == 0) return false;
        const bool value = groups[depth].value;
        --depth;
        add(value);
        break;
      }
      case MarkerReader::Step::kComparison:
        active.extra_seen = active.extra_seen || reader.comparison().mentions_extra();
        if (groups[depth].value != groups[depth].any) add(compare(reader.comparison(), active));
        break;
      case MarkerReader::Step::kEnd:
        return depth == 0 && groups[0].value;
      case MarkerReader::Step::kDamaged:
        return false;
    }
  }
}

bool MarkerEvaluator::evaluate(std::string_view program,
                               std::span<const std::string> extras) const {
  Active active{{}, extras, {}, false};
  if (extras.empty()) return run(program, active);
  for (const auto& extra : extras) {
    active.extra = extra;
    if (run(program, active)) return true;
    if (!active.extra_seen) return false;
  }
  return false;
}

bool MarkerEvaluator::evaluate_for(std::string_view program, std::string_view extra) const {
  Active active{extra, {}, {}, false};
  return run(program, active);
}

bool MarkerEvaluator::evaluate_lock(std::string_view program, std::span<const std::string> extras,
                                    std::span<const std::string> groups) const {
  Active active{{}, extras, groups, false};
  return run(program, active);
}

std::string_view marker_program(const Marker& marker) { return MarkerAccess::program(marker); }

bool program_mentions_extra(std::string_view program) {
  MarkerReader reader(program);
  for (;;) {
    const auto step = reader.next();
    if (step == MarkerReader::Step::kEnd || step == MarkerReader::Step::kDamaged) return false;
    if (step == MarkerReader::Step::kComparison && reader.comparison().mentions_extra())
      return true;
  }
}

}  // namespace pincompile
