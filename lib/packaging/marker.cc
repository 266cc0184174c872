// Markers: printing in canonical spelling, and the operations on them.
// SPDX-License-Identifier: MIT
#include "pincompile/marker.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "packaging/marker_code.h"
#include "packaging/marker_parser.h"
#include "packaging/marker_program.h"

namespace pincompile {
namespace {

using Step = MarkerReader::Step;

// Double quotes, unless the text holds one; characters a quoted text cannot hold are escaped.
void append_quoted(std::string& out, std::string_view text) {
  const bool has_double = text.find('"') != std::string_view::npos;
  const char quote = has_double && text.find('\'') == std::string_view::npos ? '\'' : '"';
  out += quote;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\\') {
      out += "\\\\";
    } else if (c == quote || byte < 0x20 || byte == 0x7F) {
      out += fmt::format("\\x{:02x}", byte);
    } else {
      out += c;
    }
  }
  out += quote;
}

void append_operand(std::string& out, std::uint8_t code, std::string_view literal) {
  if (code == marker_code::kLiteral) {
    append_quoted(out, literal);
  } else {
    out += marker_operand_name(code);
  }
}

void append_term(std::string& out, const MarkerComparison& comparison) {
  append_operand(out, comparison.left, comparison.left_text);
  out += ' ';
  out += to_string(comparison.op);
  out += ' ';
  append_operand(out, comparison.right, comparison.right_text);
}

// The program without the comparisons that `drop` names; groups that shrink to one term or none go
// too.
std::string filtered(std::string_view program, bool (*drop)(const MarkerComparison&)) {
  struct Group {
    char kind;
    std::string terms;
    std::size_t count = 0;
  };
  std::vector<Group> groups;
  groups.push_back({0, {}, 0});
  // A group that lost its brother may now stand in one of its own kind: then its brackets go.
  const auto add = [&](std::string term) {
    Group& group = groups.back();
    ++group.count;
    if (!term.empty() && term.front() == group.kind) term = term.substr(1, term.size() - 2);
    group.terms += term;
  };
  MarkerReader reader(program);
  for (;;) {
    const std::size_t begin = reader.position();
    switch (const auto step = reader.next()) {
      case Step::kAnd:
      case Step::kOr:
        groups.push_back({step == Step::kAnd ? marker_code::kAnd : marker_code::kOr, {}, 0});
        break;
      case Step::kComparison:
        if (!drop(reader.comparison()))
          add(std::string(program.substr(begin, reader.position() - begin)));
        break;
      case Step::kClose: {
        Group group = std::move(groups.back());
        groups.pop_back();
        if (group.count > 1)
          group.terms = group.kind + std::move(group.terms) + marker_code::kClose;
        if (group.count > 0) add(std::move(group.terms));
        break;
      }
      case Step::kEnd:
      case Step::kDamaged:
        return std::move(groups.front().terms);
    }
  }
}

// The terms of an `or` group, or the program itself.
std::vector<std::string_view> alternatives(std::string_view program) {
  std::vector<std::string_view> terms;
  if (program.front() != marker_code::kOr) return {program};
  MarkerReader reader(program);
  std::size_t depth = 0;
  std::size_t begin = 1;
  for (auto step = reader.next(); step != Step::kEnd && step != Step::kDamaged;
       step = reader.next()) {
    if (step == Step::kAnd || step == Step::kOr) ++depth;
    if (step == Step::kClose) --depth;
    if (depth != 1 || reader.position() == 1) continue;
    terms.push_back(program.substr(begin, reader.position() - begin));
    begin = reader.position();
  }
  return terms;
}

}  // namespace

Result<Marker> Marker::parse(std::string_view text) {
  auto program = parse_marker_program(text, 0);
  if (!program) return program.error();
  return MarkerAccess::make(std::move(*program));
}

std::string Marker::to_string() const {
  std::string out;
  std::vector<char> groups;
  bool first = true;
  MarkerReader reader(program_);
  for (;;) {
    const auto step = reader.next();
    if (step == Step::kEnd || step == Step::kDamaged) return out;
    if (step == Step::kClose) {
      // Only `or` inside `and` needs its parentheses.
      if (groups.size() > 1 && groups.back() == marker_code::kOr) out += ')';
      if (!groups.empty()) groups.pop_back();
      continue;
    }
    if (!first && !groups.empty()) out += groups.back() == marker_code::kAnd ? " and " : " or ";
    first = true;
    if (step == Step::kComparison) {
      append_term(out, reader.comparison());
      first = false;
    } else {
      groups.push_back(step == Step::kAnd ? marker_code::kAnd : marker_code::kOr);
      if (groups.size() > 1 && step == Step::kOr) out += '(';
    }
  }
}

bool Marker::empty() const { return program_.empty(); }

bool Marker::evaluate(const MarkerEnvironment& environment,
                      std::span<const std::string> extras) const {
  return program_.empty() || MarkerEvaluator(environment).evaluate(program_, extras);
}

bool Marker::mentions_extra() const { return program_mentions_extra(program_); }

Marker Marker::without_extras() const {
  return MarkerAccess::make(filtered(
      program_, [](const MarkerComparison& comparison) { return comparison.mentions_extra(); }));
}

Marker Marker::either(const Marker& other) const {
  if (empty() || other.empty()) return Marker();
  auto terms = alternatives(program_);
  for (const auto term : alternatives(other.program_)) {
    if (std::ranges::find(terms, term) == terms.end()) terms.push_back(term);
  }
  if (terms.size() == 1) return MarkerAccess::make(std::string(terms.front()));
  std::string program(1, marker_code::kOr);
  for (const auto term : terms) program += term;
  return MarkerAccess::make(std::move(program) + marker_code::kClose);
}

Result<Marker> marker_from_program(std::string_view program) {
  const Marker marker = MarkerAccess::make(std::string(program));
  auto parsed = Marker::parse(marker.to_string());
  if (!parsed || marker_program(*parsed) != program) {
    return Error{ErrorKind::kCorrupt, "damaged marker program"};
  }
  return parsed;
}

}  // namespace pincompile
