// Resolver scenarios for one environment: which sets of versions exist, and which one is pinned.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include "conformance_set.h"
#include "pincompile/name.h"
#include "questions.h"
#include "recorded_json.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

namespace json = simdjson::dom;

/// `foo ; m` that belongs to an extra: `foo ; (m) and extra == "e"`.
std::string for_extra(const std::string& requirement, const std::string& extra) {
  const std::size_t semicolon = requirement.find(';');
  const std::string mark = "extra == \"" + extra + "\"";
  if (semicolon == std::string::npos) return requirement + " ; " + mark;
  return requirement.substr(0, semicolon) + "; (" + requirement.substr(semicolon + 1) + ") and " +
         mark;
}

void add_release(UniverseFacts& facts, const std::string& project, const std::string& version,
                 json::element entry) {
  Release& release = facts.add(project, version, texts(entry["requires"]));
  release.requires_python = text(entry, "requires_python");
  release.yanked = flag(entry, "yanked");
  for (const auto& [extra, requirements] : object(entry["extras"])) {
    release.provides_extra.emplace_back(extra);
    for (const std::string& requirement : texts(requirements)) {
      release.requires_dist.push_back(for_extra(requirement, std::string(extra)));
    }
  }
  release.tags = texts(entry["wheel_tags"]);
  if (release.tags.empty()) release.tags.push_back("py3-none-any");
  if (!flag(entry, "wheel")) release.tags.clear();
  release.sdist = flag(entry, "sdist");
}

FormatPolicy policy(json::element names) {
  FormatPolicy result;
  for (const std::string& name : texts(names)) {
    if (name == ":all:") {
      result.all = true;
    } else {
      result.names.push_back(normalize_name(name));
    }
  }
  return result;
}

ResolveRequest request_of(json::element scenario) {
  ResolveRequest request = question(texts(scenario["root"]["requires"]));
  const json::element target = scenario["target"];
  request.target = linux_target(text(target, "python_full_version"));
  request.target.platform.minor = 17;
  const json::element options = scenario["resolver_options"];
  if (flag(options, "prereleases")) {
    request.options.prerelease = PrereleaseMode::kAllow;
  }
  const std::string resolution = text(options, "resolution");
  if (resolution == "lowest") request.options.resolution = ResolutionMode::kLowest;
  if (resolution == "lowest-direct") request.options.resolution = ResolutionMode::kLowestDirect;
  request.options.only_binary = policy(options["no_build"]);
  request.options.no_binary = policy(options["no_binary"]);
  for (const std::string& policy : texts(scenario["policy"])) {
    if (policy == "requires-python-upper-bound-ignored") {
      request.options.respect_python_upper_bounds = false;
    }
  }
  return request;
}

std::map<std::string, std::string> expected_pins(json::element packages) {
  std::map<std::string, std::string> pins;
  for (const auto& [name, version] : object(packages)) {
    pins[normalize_name(name)] = Version::parse(text(version))->to_string();
  }
  return pins;
}

void run_scenario(const std::string& file, Score& score) {
  const auto document = read_conformance_file("scenarios/" + file);
  ASSERT_TRUE(document) << file;
  json::parser parser;
  json::element scenario;
  ASSERT_FALSE(parser.parse(*document).get(scenario)) << file;
  UniverseFacts facts;
  for (const auto& [name, versions] : object(scenario["packages"])) {
    facts.add_empty(std::string(name));
    for (const auto& [version, entry] : object(versions)) {
      add_release(facts, std::string(name), std::string(version), entry);
    }
  }
  const json::element expected = scenario["expected"];
  const bool satisfiable = flag(expected, "satisfiable");
  for (const Objective objective : {Objective::kFresh, Objective::kNewest, Objective::kGreedy}) {
    SCOPED_TRACE(file);
    ResolveRequest request = request_of(scenario);
    request.options.objective = objective;
    const auto outcome = checked_resolve(facts, request);
    const bool solved = outcome && std::holds_alternative<Resolution>(*outcome);
    const bool refused = outcome && std::holds_alternative<Conflict>(*outcome);
    bool right = satisfiable ? solved : refused;
    if (right && satisfiable && objective != Objective::kGreedy) {
      right = pins_of(outcome) == expected_pins(expected["complete_packages"]);
    }
    score.add(text(scenario, "category"), text(scenario, "name"), right, false, describe(outcome));
  }
}

TEST(Scenarios, SingleEnvironment) {
  const auto index = read_conformance_file("scenarios/INDEX.json");
  if (!index) GTEST_SKIP();
  json::parser parser;
  json::element entries;
  ASSERT_FALSE(parser.parse(*index).get(entries));
  Score score("scenarios");
  for (const json::element entry : array(entries)) {
    if (text(entry, "judge") == "single-environment" && text(entry, "split") == "public") {
      run_scenario(text(entry, "file"), score);
    }
  }
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
