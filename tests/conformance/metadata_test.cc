// METADATA, PKG-INFO and pyproject.toml against the recorded answers of PyPA's packaging and the
// rules of uv: fields a resolver needs, repairs of broken requirements, which dependencies apply.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base64.h"
#include "conformance_set.h"
#include "dist/core_metadata.h"
#include "dist/license_expression.h"
#include "dist/metadata_fields.h"
#include "pincompile/name.h"
#include "pincompile/requirement.h"
#include "recorded_json.h"
#include "requirements/pyproject.h"

namespace pincompile::testing {
namespace {

using simdjson::dom::element;

bool is_contested(element object) {
  return any_flag(object, {"differs_in_packaging_25", "non_ascii", "email_quirk", "rfc2047",
                           "bigint", "uv_rejects"});
}

bool has(element object, const char* key) { return object[key].error() == simdjson::SUCCESS; }

std::string joined(const std::vector<std::string>& members) {
  std::string out;
  for (const std::string& member : members) out += (out.empty() ? "" : " | ") + member;
  return out;
}

std::string canonical(const std::string& requirement) {
  const Result<Requirement> parsed = Requirement::parse(requirement);
  return parsed ? parsed->to_string() : "broken: " + requirement;
}

std::string document_text(element one) {
  if (has(one, "input_base64")) return from_base64(text(one, "input_base64")).value_or("");
  return text(one, "input");
}

// ---- documents: what is expected of one field, what we have, in one notation ----

constexpr std::string_view kError = "error";
constexpr std::string_view kAbsent = "absent";

std::string expected_text(element expected, const char* key) {
  const element value = expected[key];
  if (value.is_object()) return std::string(kError);
  return value.is_null() ? std::string(kAbsent) : text(value);
}

std::string expected_list(element expected, const char* key, bool sorts_requirements) {
  const element value = expected[key];
  if (value.is_object()) return std::string(kError);
  std::vector<std::string> members = texts(value);
  if (sorts_requirements) std::ranges::transform(members, members.begin(), canonical);
  return joined(members);
}

std::string valid_name(const std::string& name) {
  return is_valid_name(name) ? name : std::string(kError);
}

std::string valid_version(const std::string& version) {
  const Result<Version> parsed = Version::parse(version);
  return parsed ? parsed->to_string() : std::string(kError);
}

std::string valid_requirements(const std::vector<std::string>& members) {
  std::vector<std::string> shown;
  for (const std::string& member : members) {
    if (!Requirement::parse(member)) return std::string(kError);
    shown.push_back(canonical(member));
  }
  return joined(shown);
}

std::string valid_specifiers(const std::string& specifiers) {
  const Result<SpecifierSet> parsed = SpecifierSet::parse(specifiers);
  return parsed ? parsed->to_string() : std::string(kError);
}

std::string valid_extras(const std::vector<std::string>& members) {
  std::vector<std::string> normalized;
  for (const std::string& name : members) {
    if (!is_valid_name(name)) return std::string(kError);
    normalized.push_back(normalize_name(name));
  }
  return joined(normalized);
}

// As the header says it, `UNKNOWN` and empty values included.
std::string raw_value(const MetadataFields& fields, const std::string& name) {
  const auto found = fields.known.find(name);
  return found == fields.known.end() ? std::string(kAbsent) : found->second.front();
}

void judge_document(element one, Score& score) {
  const std::string document = document_text(one);
  const CoreMetadata metadata = read_core_metadata(document);
  const element expected = one["expected"];
  std::string got;
  std::string wanted;
  const auto add = [&](std::string_view name, const std::string& ours, const std::string& theirs) {
    if (ours == theirs) return;
    got += std::string(name) + "=" + ours + " ";
    wanted += std::string(name) + "=" + theirs + " ";
  };
  add("name", valid_name(metadata.name), expected_text(expected, "name"));
  add("version", valid_version(metadata.version), expected_text(expected, "version"));
  add("requires_dist", valid_requirements(metadata.requires_dist),
      expected_list(expected, "requires_dist", true));
  add("requires_dist_raw", joined(metadata.requires_dist),
      expected_list(expected, "requires_dist_raw", false));
  const MetadataFields fields = read_metadata_fields(document);
  add("requires_python_raw", raw_value(fields, "requires-python"),
      expected_text(expected, "requires_python_raw"));
  if (!metadata.requires_python.empty()) {
    add("requires_python", valid_specifiers(metadata.requires_python),
        expected_text(expected, "requires_python"));
  }
  add("provides_extra", valid_extras(metadata.provides_extra),
      expected_list(expected, "provides_extra", false));
  add("dynamic", joined(metadata.dynamic), expected_list(expected, "dynamic", false));
  const bool strict = flag(one, "strict_valid");
  std::vector<std::string> errors = invalid_fields(fields);
  std::vector<std::string> expected_errors = texts(one["strict_error_fields"]);
  std::ranges::sort(expected_errors);
  add("strict_errors", joined(errors), joined(expected_errors));
  if (strict != errors.empty())
    add("strict", errors.empty() ? "valid" : "invalid", strict ? "valid" : "invalid");
  score.add("documents", text(one, "id"), got.empty(), is_contested(one),
            "got " + got + "wanted " + wanted + "\n" + document);
}

void judge_field_value(element one, Score& score) {
  std::vector<std::string> values = texts(one["value"]);
  if (values.empty()) values.push_back(text(one, "value"));
  std::string field = text(one, "field");
  const bool valid = is_valid_field(field, values);
  std::string detail = field + " " + joined(values) + (valid ? " accepted" : " refused");
  bool right = valid == flag(one, "valid");
  if (right && valid && field == "license_expression") {
    const std::string normal = normalize_license_expression(values.front()).value_or("");
    right = normal == text(one, "normalized");
    detail += " as " + normal;
  }
  score.add("field_values", text(one, "id"), right, is_contested(one), detail);
}

void judge_lenient_requirement(element one, Score& score) {
  const std::string input = text(one, "input");
  const bool strict = Requirement::parse(input).has_value();
  const Result<Requirement> parsed = Requirement::parse_lenient(input);
  const std::string wanted =
      one["normalized"].is_null() ? "refused" : canonical(text(one, "normalized"));
  const std::string got = parsed ? parsed->to_string() : "refused";
  score.add("lenient_requirements", text(one, "id"),
            got == wanted && strict == flag(one, "strict_valid"), is_contested(one),
            input + ": got " + got + ", wanted " + wanted);
}

void judge_lenient_specifier(element one, Score& score) {
  const std::string input = text(one, "input");
  const bool strict = SpecifierSet::parse(input).has_value();
  const Result<SpecifierSet> parsed = parse_specifiers_lenient(input);
  const std::string wanted =
      one["normalized"].is_null() ? "refused" : valid_specifiers(text(one, "normalized"));
  const std::string got = parsed ? parsed->to_string() : "refused";
  score.add("lenient_specifiers", text(one, "id"),
            got == wanted && strict == flag(one, "strict_valid"), is_contested(one),
            input + ": got " + got + ", wanted " + wanted);
}

// Our words for uv's codes.
std::string rule_error(const Error& error) {
  const auto says = [&error](std::string_view words) {
    return error.message.find(words) != std::string::npos;
  };
  if (says("there is no [project] table")) return "missing:project";
  for (const char* field : {"Metadata-Version", "Name", "Version"}) {
    if (says("has no " + std::string(field))) return "missing:" + std::string(field);
  }
  if (says("does not say which fields")) return "unsupported-metadata-version";
  if (says(" is dynamic")) return "dynamic:" + error.message.substr(0, error.message.find(' '));
  return error.message;
}

void judge_pyproject_rule(element one, Score& score) {
  const Result<TomlDocument> document = TomlDocument::parse(text(one, "input"), "pyproject.toml");
  Result<LocalProject> project =
      document ? read_project_table(*document) : Result<LocalProject>(document.error());
  std::string got = "ok";
  if (!project) {
    got = rule_error(project.error());
  } else if (!project->dynamic.empty()) {
    const bool by_poetry =
        document->root()["tool"]["poetry"] && !document->root()["project"]["dynamic"];
    got = by_poetry ? "poetry-without-project-dependencies" : "dynamic:" + project->dynamic.front();
  } else if (project->version.empty()) {
    got = "missing:version";
  }
  std::string wanted = flag(one, "ok") ? "ok" : text(one, "error");
  if (got == "ok" && wanted == "ok") {
    got += " " + project->name + " " + project->version + " " + project->requires_python + " " +
           valid_requirements(project->requires_dist) + " " + valid_extras(project->provides_extra);
    wanted += " " + text(one, "name") + " " + text(one, "version") + " " +
              text(one, "requires_python") + " " + valid_requirements(texts(one["requires_dist"])) +
              " " + valid_extras(texts(one["provides_extra"]));
  }
  score.add("metadata_rules", text(one, "id"), got == wanted, is_contested(one),
            "got " + got + ", wanted " + wanted);
}

void judge_rule(element one, Score& score) {
  const std::string kind = text(one, "kind");
  if (kind == "pyproject.toml") return judge_pyproject_rule(one, score);
  const Result<CoreMetadata> metadata = kind == "METADATA"
                                            ? parse_metadata(text(one, "input"))
                                            : parse_static_pkg_info(text(one, "input"));
  std::string got = metadata ? "ok" : rule_error(metadata.error());
  std::string wanted = flag(one, "ok") ? "ok" : text(one, "error");
  if (metadata && wanted == "ok") {
    got += " " + metadata->name + " " + metadata->version;
    wanted += " " + text(one, "name") + " " + text(one, "version");
    if (has(one, "requires_dist")) {
      got += " " + joined(metadata->requires_dist);
      wanted += " " + joined(texts(one["requires_dist"]));
    }
  }
  score.add("metadata_rules", text(one, "id"), got == wanted, is_contested(one),
            "got " + got + ", wanted " + wanted);
}

MarkerEnvironment environment_of(element values) {
  MarkerEnvironment environment;
  for (std::size_t i = 0; i < kMarkerVariableCount; ++i) {
    const auto variable = static_cast<MarkerVariable>(i);
    environment[variable] = text(values, std::string(to_string(variable)).c_str());
  }
  return environment;
}

void judge_active(element one, const std::map<std::string, MarkerEnvironment>& environments,
                  Score& score) {
  const MarkerEnvironment& environment = environments.at(text(one, "environment"));
  std::vector<std::string> extras;
  for (const std::string& extra : texts(one["extras"])) extras.push_back(normalize_name(extra));
  std::string got;
  std::size_t index = 0;
  for (const std::string& entry : texts(one["requires_dist"])) {
    const Result<Requirement> parsed = Requirement::parse_lenient(entry);
    if (parsed && parsed->marker.evaluate(environment, extras)) got += std::to_string(index) + " ";
    ++index;
  }
  std::string wanted;
  for (const element member : one["expected"].get_array())
    wanted += std::to_string(std::uint64_t(member)) + " ";
  score.add("active_dependencies", text(one, "id"), got == wanted, is_contested(one),
            "got " + got + "wanted " + wanted);
}

std::string admits(const Result<SpecifierSet>& specifiers, const std::string& python) {
  if (!specifiers) return "null";
  const Result<Version> version = Version::parse(python);
  return version && specifiers->contains(*version) ? "true" : "false";
}

std::string tristate(element value) {
  bool holds = false;
  if (value.get(holds) != simdjson::SUCCESS) return "null";
  return holds ? "true" : "false";
}

void judge_requires_python(element one, Score& score) {
  const std::string specifiers = text(one, "requires_python");
  const std::string python = text(one, "python");
  const std::string got = admits(SpecifierSet::parse(specifiers), python) + " " +
                          admits(parse_specifiers_lenient(specifiers), python);
  const std::string wanted = tristate(one["strict"]) + " " + tristate(one["lenient"]);
  score.add("requires_python_check", text(one, "id"), got == wanted, is_contested(one),
            specifiers + " for " + python + ": got " + got + ", wanted " + wanted);
}

TEST(MetadataConformance, FieldsRepairsAndRulesAreThoseRecorded) {
  const auto json = read_conformance_file("metadata.json");
  if (!json) GTEST_SKIP();
  simdjson::dom::parser parser;
  element root;
  ASSERT_EQ(parser.parse(*json).get(root), simdjson::SUCCESS);
  std::map<std::string, MarkerEnvironment> environments;
  for (const auto& [name, values] : root["environments"].get_object()) {
    environments[std::string(name)] = environment_of(values);
  }
  Score score("metadata");
  for (const element one : root["documents"].get_array()) judge_document(one, score);
  for (const element one : root["field_values"].get_array()) judge_field_value(one, score);
  for (const element one : root["lenient_requirements"].get_array())
    judge_lenient_requirement(one, score);
  for (const element one : root["lenient_specifiers"].get_array())
    judge_lenient_specifier(one, score);
  for (const element one : root["metadata_rules"].get_array()) judge_rule(one, score);
  for (const element one : root["active_dependencies"].get_array())
    judge_active(one, environments, score);
  for (const element one : root["requires_python_check"].get_array())
    judge_requires_python(one, score);
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
