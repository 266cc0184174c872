// SPDX-License-Identifier: MIT
#include "questions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "manual_clock.h"
#include "pincompile/name.h"
#include "resolution/pin_checker.h"

namespace pincompile::testing {
namespace {

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += " " + text;
  return all;
}

std::string describe(const Resolution& resolution) {
  std::string text;
  for (const Pin& pin : resolution.pins) {
    text += pin.name + "[" + joined(pin.extras) + "]==" + pin.version + " newest " + pin.newest +
            (pin.status == ProofStatus::kProven ? " proven" : " best-known") + "\n";
    for (const RequiredBy& by : pin.required_by) {
      text += "  via " + by.parent + " " + by.text + " [" + by.parent_extra + "]\n";
    }
    for (const HeldBack& held : pin.held_back) {
      text += "  not " + held.version + " " + std::string(to_string(held.code)) + " " + held.text +
              joined(held.by) + "\n";
    }
  }
  return text + "removed" + joined(resolution.removed) + "\nwarnings" +
         joined(resolution.warnings) + "\nnotes" + joined(resolution.notes) + "\nbucket " +
         std::to_string(resolution.worst_bucket) + "\n";
}

std::string describe(const Conflict& conflict) {
  std::string text = "error: " + conflict.headline + "\n";
  for (const Conflict::Step& step : conflict.steps) text += "  " + step.text + "\n";
  for (const std::string& hint : conflict.hints) text += "hint: " + hint + "\n";
  for (std::size_t i = 0; i < conflict.suggestions.size(); ++i) {
    const Conflict::Suggestion& suggestion = conflict.suggestions[i];
    text += std::string("hint: ") + (i == 0 ? "" : "or ") + suggestion.edit + " would do (" +
            suggestion.result + ")\n";
  }
  return text;
}

std::string describe(const Exhausted& exhausted) {
  std::string text = "gave up after " + std::to_string(exhausted.conflicts) + " conflicts\n";
  for (const Exhausted::Busy& busy : exhausted.busiest) {
    text += "  " + busy.name + " " + std::to_string(busy.percent) + " %\n";
  }
  for (const Conflict::Suggestion& suggestion : exhausted.suggestions) {
    text += "hint: " + suggestion.edit + " (" + suggestion.result + ")\n";
  }
  return text;
}

}  // namespace

InputRequirement input_line(const std::string& text, std::uint32_t number,
                            const std::string& file) {
  InputRequirement line;
  auto requirement = Requirement::parse_lenient(text);
  EXPECT_TRUE(requirement) << text;
  if (requirement) line.requirement = *std::move(requirement);
  if (!line.requirement.url.empty()) line.kind = InputRequirement::Kind::kUrl;
  line.text = text;
  line.origin.file = file;
  line.origin.line = number;
  line.origin.annotation = "-r " + file;
  return line;
}

std::vector<InputRequirement> input_lines(const std::vector<std::string>& texts,
                                          const std::string& file) {
  std::vector<InputRequirement> lines;
  for (const std::string& text : texts) {
    lines.push_back(input_line(text, static_cast<std::uint32_t>(lines.size() + 1), file));
  }
  return lines;
}

Target linux_target(const std::string& python) {
  Target target;
  auto version = PythonVersion::parse(python);
  EXPECT_TRUE(version) << python;
  if (version) target.python = *version;
  return target;
}

ResolveRequest question(const std::vector<std::string>& lines) {
  ResolveRequest request;
  request.inputs.requirements = input_lines(lines);
  request.target = linux_target();
  return request;
}

/// The lines of a request whose origin is among `kept`.
ResolveRequest with_lines(const ResolveRequest& request, const std::vector<Origin>& kept) {
  ResolveRequest result = request;
  const auto dropped = [&](const InputRequirement& line) {
    return std::ranges::find(kept, line.origin) == kept.end();
  };
  std::erase_if(result.inputs.requirements, dropped);
  std::erase_if(result.inputs.constraints, dropped);
  return result;
}

/// What is wrong with a conflict's claims: its lines contradict each other, no proper subset does,
/// and each suggestion solves the request and gives the versions it names.
void check_conflict(FactSource& facts, const ResolveRequest& request, const Conflict& conflict) {
  ManualClock clock;
  Resolver resolver(facts, clock);
  const auto is_solved = [&](const ResolveRequest& part) {
    const auto outcome = resolver.resolve(part);
    return outcome && std::holds_alternative<Resolution>(*outcome);
  };
  EXPECT_FALSE(is_solved(with_lines(request, conflict.core))) << "core is no conflict";
  for (std::size_t i = 0; i < conflict.core.size() && conflict.minimal; ++i) {
    auto fewer = conflict.core;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(is_solved(with_lines(request, fewer)))
        << "core is not minimal: line " << conflict.core[i].line;
  }
  for (const Conflict::Suggestion& suggestion : conflict.suggestions) {
    ResolveRequest changed = request;
    const std::size_t space = suggestion.edit.find(' ');
    int found = 0;
    for (auto* lines : {&changed.inputs.requirements, &changed.inputs.constraints}) {
      for (InputRequirement& line : *lines) {
        if (line.origin.file + ":" + std::to_string(line.origin.line) !=
            suggestion.edit.substr(0, space)) {
          continue;
        }
        ++found;
        const Marker marker = line.requirement.marker;
        line = input_line(suggestion.edit.substr(space + 1), line.origin.line, line.origin.file);
        line.requirement.marker = marker;
      }
    }
    EXPECT_EQ(found, 1) << suggestion.edit;
    const auto pins = pins_of(resolver.resolve(changed));
    EXPECT_FALSE(pins.empty()) << suggestion.edit << " does not help";
    std::string rest = suggestion.result;
    while (!rest.empty()) {
      const std::string item = rest.substr(0, rest.find(", "));
      rest.erase(0, std::min(rest.size(), item.size() + 2));
      const std::size_t gap = item.find(' ');
      const auto pin = pins.find(item.substr(0, gap));
      EXPECT_TRUE(pin != pins.end() && pin->second == item.substr(gap + 1)) << item;
    }
  }
}

Result<Outcome> checked_resolve(FactSource& facts, const ResolveRequest& request) {
  ManualClock clock;
  auto outcome = [&] { return Resolver(facts, clock).resolve(request); }();
  if (!outcome) return outcome;
  if (const auto* resolution = std::get_if<Resolution>(&*outcome)) {
    for (const std::string& finding : check_pins(request, *resolution, facts)) {
      ADD_FAILURE() << finding;
    }
  }
  if (const auto* conflict = std::get_if<Conflict>(&*outcome)) {
    check_conflict(facts, request, *conflict);
  }
  return outcome;
}

std::map<std::string, std::string> pins_of(const Result<Outcome>& outcome) {
  std::map<std::string, std::string> pins;
  if (!outcome) return pins;
  if (const auto* resolution = std::get_if<Resolution>(&*outcome)) {
    for (const Pin& pin : resolution->pins) pins[pin.name] = pin.version;
  }
  return pins;
}

std::string describe(const Result<Outcome>& outcome) {
  if (!outcome) return "error: " + outcome.error().to_string() + "\n";
  std::string text = std::visit([](const auto& of) { return describe(of); }, *outcome);
  const ResolveStats& stats =
      std::visit([](const auto& of) -> const ResolveStats& { return of.stats; }, *outcome);
  return text + "conflicts " + std::to_string(stats.conflicts) + " decisions " +
         std::to_string(stats.decisions) + " rounds " + std::to_string(stats.rounds) + " fetches " +
         std::to_string(stats.fetches) + "\n";
}

}  // namespace pincompile::testing
