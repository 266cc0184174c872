// Direct requirements and constraints against pins, `via -r` lines against direct requirements.
// SPDX-License-Identifier: MIT
#include "structural_test.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "pincompile/name.h"
#include "pincompile/target.h"

namespace pincompile::tool {
namespace {

/// A target good enough for markers, from `cp312-linux-x86_64`.
Target target_of_id(const std::string& id) {
  Target target;
  if (id.starts_with("pp")) target.implementation = Implementation::kPyPy;
  const std::size_t dash = std::min(id.find('-'), id.size());
  std::string digits =
      id.substr(std::min<std::size_t>(2, dash), dash - std::min<std::size_t>(2, dash));
  if (digits.ends_with('t')) digits.pop_back();
  if (digits.size() >= 2)
    if (auto version = PythonVersion::parse(digits.substr(0, 1) + '.' + digits.substr(1)))
      target.python = *version;
  const std::string rest = dash < id.size() ? id.substr(dash + 1) : "";
  const std::size_t next = std::min(rest.find('-'), rest.size());
  const std::string system = rest.substr(0, next);
  if (system == "musllinux") target.platform.system = System::kMusllinux;
  if (system == "macos") target.platform.system = System::kMacos;
  if (system == "windows") target.platform.system = System::kWindows;
  if (next < rest.size()) target.platform.architecture = rest.substr(next + 1);
  return target;
}

/// Names whose annotation holds a line `via -r ...` or `(pyproject.toml)`: pins of direct
/// requirements.
std::map<std::string, std::string> directly_required(const PinsFile& pins) {
  std::map<std::string, std::string> direct;
  std::string name;
  std::string_view rest = pins.body;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (!line.starts_with(' ') && !line.starts_with('#') && !line.starts_with('-'))
      name = normalize_name(line.substr(0, line.find_first_of("=[ ;")));
    const std::size_t source = line.find("-r ");
    if (source != std::string_view::npos && line.find('#') < source && !name.empty()) {
      std::string_view file = line.substr(source + 3);
      while (!file.empty() && (file.back() == '\r' || file.back() == ' ')) file.remove_suffix(1);
      direct.emplace(name, file.substr(0, file.find(", ")));
    }
  }
  return direct;
}

}  // namespace

std::vector<std::string> structural_findings(const Inputs& inputs, const PinsFile& pins,
                                             const std::string& target_id) {
  const MarkerEnvironment environment = target_of_id(target_id).marker_environment();
  std::map<std::string, std::string> versions;
  for (const ExistingPin& pin : pins.pins) versions[pin.name] = pin.version;
  std::vector<std::string> findings;
  std::set<std::string> named;
  std::set<std::string> overridden;
  for (const InputRequirement& line : inputs.overrides)
    overridden.insert(normalize_name(line.requirement.name));
  auto judge = [&](const InputRequirement& line, bool constraint) {
    const std::string name = normalize_name(line.requirement.name);
    named.insert(name);
    if (line.kind != InputRequirement::Kind::kIndex || name.empty() || overridden.contains(name))
      return;
    if (!line.requirement.marker.evaluate(environment)) return;
    const auto pin = versions.find(name);
    if (pin == versions.end()) {
      if (!constraint && pins.body.find("\n# " + name + "\n") == std::string::npos)
        findings.push_back(fmt::format("{} has no pin", line.text));
      return;
    }
    const Result<Version> version = Version::parse(pin->second);
    if (version && !line.requirement.specifiers.contains(*version, pin->second))
      findings.push_back(fmt::format("{} has pin {}", line.text, pin->second));
  };
  for (const InputRequirement& line : inputs.requirements) judge(line, false);
  const std::set<std::string> required = named;
  for (const InputRequirement& line : inputs.constraints) judge(line, true);
  for (const auto& [name, file] : directly_required(pins))
    if (!required.contains(name) && file.find("://") == std::string::npos)
      findings.push_back(fmt::format("{} is pinned for {}, which no longer names it", name, file));
  return findings;
}

}  // namespace pincompile::tool
