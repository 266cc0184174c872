// Lines by name, and what options say about a project.
// SPDX-License-Identifier: MIT
#include "resolution/active_inputs.h"

#include <algorithm>

#include "pincompile/name.h"

namespace pincompile {
namespace {

std::vector<InputRequirement> active(const std::vector<InputRequirement>& lines,
                                     const MarkerEnvironment& environment) {
  std::vector<InputRequirement> kept;
  for (const InputRequirement& line : lines) {
    if (line.requirement.marker.evaluate(environment)) kept.push_back(line);
  }
  return kept;
}

std::vector<std::string> normalized_extras(const std::vector<std::string>& extras) {
  std::vector<std::string> names;
  for (const std::string& extra : extras) names.push_back(normalize_name(extra));
  std::ranges::sort(names);
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

bool names(const FormatPolicy& policy, const std::string& project) {
  return std::ranges::find(policy.names, project) != policy.names.end();
}

/// A name beats `:all:`, and only-binary is read first, as pip does.
void set_formats(const ResolveOptions& options, const std::string& project, ProjectRules& rules) {
  if (names(options.only_binary, project)) {
    rules.sdists = false;
  } else if (names(options.no_binary, project)) {
    rules.wheels = false;
  } else if (options.only_binary.all) {
    rules.sdists = false;
  } else if (options.no_binary.all) {
    rules.wheels = false;
  }
}

void set_cutoff(const ResolveOptions& options, const std::string& project, ProjectRules& rules) {
  auto cutoff = options.uploaded_prior_to;
  const auto own = options.uploaded_prior_to_by_project.find(project);
  if (own != options.uploaded_prior_to_by_project.end()) cutoff = own->second;
  if (cutoff) rules.cutoff = cutoff->time_since_epoch().count();
}

std::vector<Sha256> digests(const std::vector<std::string>& hashes) {
  std::vector<Sha256> result;
  for (const std::string& hash : hashes) {
    if (!hash.starts_with("sha256:")) continue;
    if (const auto digest = sha256_from_hex(std::string_view(hash).substr(7))) {
      result.push_back(*digest);
    }
  }
  return result;
}

}  // namespace

ActiveInputs active_inputs(const ResolveRequest& request, const MarkerEnvironment& environment) {
  return {active(request.inputs.requirements, environment),
          active(request.inputs.constraints, environment),
          active(request.inputs.overrides, environment), request.options.upgrade_packages};
}

SpecifierId specifier_of(const InputRequirement& input, SpecifierPool& pool) {
  SpecifierId specifier = pool.of_text(input.requirement.specifiers);
  if (input.any_of.empty()) return specifier;
  SpecifierId one = pool.of_text(input.any_of.front());
  for (const SpecifierSet& other : input.any_of) one = pool.either(one, pool.of_text(other));
  return pool.both(specifier, one);
}

InputRules::InputRules(const ResolveRequest& request, const ActiveInputs& active,
                       SpecifierPool& pool)
    : options_(request.options) {
  for (const InputRequirement& line : active.upgrades) {
    const std::string project = normalize_name(line.requirement.name);
    upgrades_.emplace_back(id64(project), project);
    rules_[upgrades_.back().first].upgrade = true;
  }
  add_overrides(request, active, pool);
  for (std::uint32_t i = 0; i < active.requirements.size(); ++i) {
    add_line(LineKind::kRequirement, i, active.requirements[i], pool);
  }
  for (std::uint32_t i = 0; i < active.constraints.size(); ++i) {
    add_line(LineKind::kConstraint, i, active.constraints[i], pool);
  }
  for (std::uint32_t i = 0; i < active.upgrades.size(); ++i) {
    if (!active.upgrades[i].requirement.specifiers.empty()) {
      add_line(LineKind::kNone, i, active.upgrades[i], pool);
    }
  }
  add_pins(request);
}

void InputRules::add_line(LineKind kind, std::uint32_t number, const InputRequirement& input,
                          SpecifierPool& pool) {
  Line line;
  line.kind = kind;
  line.number = number;
  line.project = normalize_name(input.requirement.name);
  line.name = id64(line.project);
  line.specifier = specifier_of(input, pool);
  if (kind == LineKind::kRequirement) line.extras = normalized_extras(input.requirement.extras);
  ProjectRules& rules = rules_[line.name];
  if (kind == LineKind::kRequirement) {
    rules.direct = true;
    const auto named = [](const SpecifierSet& set) { return set.names_prerelease(); };
    rules.names_prerelease = rules.names_prerelease || named(input.requirement.specifiers) ||
                             std::ranges::any_of(input.any_of, named);
  }
  if (kind != LineKind::kNone && input.requirement.specifiers.is_pin()) {
    rules.accepts_yanked.push_back(input.requirement.specifiers);
  }
  if (!input.hashes.empty()) rules.hashes.push_back(digests(input.hashes));
  if (kind == LineKind::kRequirement) {
    if (const Override* replaced = override_of(line.name)) {
      if (!replaced->active) return;
      line.specifier = replaced->specifier;
    }
  }
  lines_.push_back(std::move(line));
}

void InputRules::add_overrides(const ResolveRequest& request, const ActiveInputs& active,
                               SpecifierPool& pool) {
  for (const InputRequirement& input : request.inputs.overrides) {
    overrides_[id64(normalize_name(input.requirement.name))].specifier = pool.any();
  }
  for (std::uint32_t i = 0; i < active.overrides.size(); ++i) {
    const InputRequirement& input = active.overrides[i];
    const Id64 name = id64(normalize_name(input.requirement.name));
    Override& entry = overrides_[name];
    entry.active = true;
    entry.specifier = pool.both(entry.specifier, specifier_of(input, pool));
    entry.lines.push_back(i);
    if (input.requirement.specifiers.is_pin()) {
      rules_[name].accepts_yanked.push_back(input.requirement.specifiers);
    }
  }
}

void InputRules::add_pins(const ResolveRequest& request) {
  if (request.options.upgrade) return;
  for (const ExistingPin& pin : request.existing) {
    const bool upgraded = std::ranges::any_of(
        upgrades_, [&](const auto& upgrade) { return upgrade.second == pin.name; });
    if (!upgraded) pinned_.emplace(pin.name, pin.version);
  }
}

const Override* InputRules::override_of(Id64 name) const {
  const auto found = overrides_.find(name);
  return found == overrides_.end() ? nullptr : &found->second;
}

ProjectRules InputRules::rules_of(Id64 name, const std::string& project) const {
  const auto found = rules_.find(name);
  ProjectRules rules = found == rules_.end() ? ProjectRules() : found->second;
  const auto pin = pinned_.find(project);
  if (pin != pinned_.end()) {
    if (const auto version = Version::parse(pin->second)) rules.pin = *version;
  }
  rules.prerelease = options_.prerelease;
  const auto mode = options_.prerelease_by_project.find(project);
  if (mode != options_.prerelease_by_project.end()) rules.prerelease = mode->second;
  set_formats(options_, project, rules);
  set_cutoff(options_, project, rules);
  return rules;
}

std::vector<std::pair<Id64, std::string>> InputRules::targets() const {
  std::vector<std::pair<Id64, std::string>> result;
  const auto add = [&](const std::pair<Id64, std::string>& target) {
    if (std::ranges::find(result, target) == result.end()) result.push_back(target);
  };
  for (const Line& line : lines_) {
    const auto found = rules_.find(line.name);
    if (line.kind == LineKind::kRequirement && found->second.upgrade)
      add({line.name, line.project});
  }
  auto others = upgrades_;
  std::ranges::sort(others);
  std::ranges::for_each(others, add);
  return result;
}

}  // namespace pincompile
