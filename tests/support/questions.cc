// SPDX-License-Identifier: MIT
#include "questions.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "manual_clock.h"
#include "pincompile/explain.h"
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

std::string printed(const Error& error) {
  std::string text = "error: " + error.message + "\n";
  for (const std::string& cause : error.causes) text += "  " + cause + "\n";
  for (const std::string& hint : error.hints) text += "hint: " + hint + "\n";
  return text;
}

std::string describe(const Conflict& conflict) { return printed(conflict_error(conflict, false)); }

std::string describe(const Exhausted& exhausted) { return printed(exhausted_error(exhausted)); }

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

InputRequirement* line_at(ResolveRequest& request, std::string_view place) {
  for (auto* lines : {&request.inputs.requirements, &request.inputs.constraints}) {
    for (InputRequirement& line : *lines) {
      if (line.origin.file + ":" + std::to_string(line.origin.line) == place) return &line;
    }
  }
  return nullptr;
}

/// `requirements.in:3 urllib3<1.27`.
bool apply_line(const std::string& edit, ResolveRequest& request) {
  const std::size_t space = edit.find(' ');
  InputRequirement* const line = line_at(request, edit.substr(0, space));
  if (line == nullptr) return false;
  const Marker marker = line->requirement.marker;
  *line = input_line(edit.substr(space + 1), line->origin.line, line->origin.file);
  line->requirement.marker = marker;
  return true;
}

bool apply_option(const std::string& option, const std::string& value, ResolveRequest& request) {
  const std::string name = value.substr(0, value.find('='));
  if (option == "--python-version") {
    auto python = PythonVersion::parse(value);
    if (python) request.target.python = *python;
    return bool(python);
  }
  if (option == "--prerelease-package") {
    request.options.prerelease_by_project[name] = PrereleaseMode::kAllow;
    return value == name + "=allow";
  }
  request.options.uploaded_prior_to_by_project[name] = std::nullopt;
  return option == "--uploaded-prior-to-package" && value == name + "=none";
}

/// Does to a request what a suggestion says; false if it says nothing that can be done.
bool apply(const std::string& edit, ResolveRequest& request) {
  const std::size_t space = edit.find(' ');
  if (edit.starts_with("--")) {
    return apply_option(edit.substr(0, space), edit.substr(space + 1), request);
  }
  if (edit.starts_with("without ")) {
    const std::string place = edit.substr(space + 1, edit.find(' ', space + 1) - space - 1);
    const InputRequirement* const line = line_at(request, place);
    if (line == nullptr) return false;
    const InputRequirement dropped = *line;
    return std::erase(request.inputs.requirements, dropped) +
               std::erase(request.inputs.constraints, dropped) ==
           1;
  }
  if (edit.starts_with("adding ")) {
    request.inputs.requirements.push_back(input_line(edit.substr(space + 1), 0, "added"));
    return true;
  }
  const std::size_t second = edit.find(" and ");
  if (second == std::string::npos) return apply_line(edit, request);
  return apply_line(edit.substr(0, second), request) &&
         apply_line(edit.substr(second + 5), request);
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
  for (const auto* lines : {&request.inputs.requirements, &request.inputs.constraints}) {
    for (const InputRequirement& line : *lines) {
      const std::string place = line.origin.file + ":" + std::to_string(line.origin.line) + " ";
      const bool is_named = std::ranges::any_of(
          conflict.steps, [&](const auto& step) { return step.text.starts_with(place); });
      EXPECT_TRUE(!is_named || std::ranges::find(conflict.core, line.origin) != conflict.core.end())
          << place << "is told of but not in the core";
    }
  }
  for (std::size_t i = 0; i < conflict.core.size() && conflict.minimal; ++i) {
    auto fewer = conflict.core;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(is_solved(with_lines(request, fewer)))
        << "core is not minimal: line " << conflict.core[i].line;
  }
  for (const Conflict::Suggestion& suggestion : conflict.suggestions) {
    ResolveRequest changed = request;
    EXPECT_TRUE(apply(suggestion.edit, changed)) << suggestion.edit;
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
