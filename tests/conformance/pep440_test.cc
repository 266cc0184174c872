// PEP 440 and PEP 503 against the recorded answers of PyPA's packaging: versions, order,
// specifiers, sets, relations of sets, names.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>

#include "conformance_set.h"
#include "packaging/range_relations.h"
#include "packaging/specifier_ranges.h"
#include "packaging/version_key.h"
#include "pincompile/name.h"
#include "pincompile/specifier.h"
#include "recorded_json.h"

namespace pincompile::testing {
namespace {

using simdjson::dom::element;

bool is_contested(element object) {
  return any_flag(object, {"differs_in_packaging_25", "non_ascii", "bigint"});
}

// true, false, or null as nullopt.
std::optional<bool> maybe_flag(element object, const char* key) {
  bool value = false;
  if (object[key].get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

std::string canonical(const Version& version) {
  return version_from_key(version_key(version))->to_string();
}

std::string version_report(const std::string& input) {
  const auto version = Version::parse(input);
  if (!version) return "rejected";
  std::string out = version->to_string() + " " + canonical(*version) + " " +
                    version->public_version().to_string() + " " + version->base().to_string() +
                    " " + version->local();
  for (const bool bit :
       {version->is_prerelease(), version->is_postrelease(), version->is_devrelease()}) {
    out += bit ? " 1" : " 0";
  }
  for (std::size_t i = 0; i < version->release_length(); ++i)
    out += " " + std::to_string(version->release(i));
  return out;
}

std::string expected_version(element object) {
  std::string out = text(object, "normalized") + " " + text(object, "canonical") + " " +
                    text(object, "public") + " " + text(object, "base") + " " +
                    text(object, "local");
  for (const char* key : {"is_prerelease", "is_postrelease", "is_devrelease"})
    out += flag(object, key) ? " 1" : " 0";
  for (const element number : object["release"].get_array()) {
    std::string_view digits;
    out += " ";
    if (number.get(digits) != simdjson::SUCCESS) {
      out += std::to_string(std::uint64_t(number));
    } else {
      out += digits.size() > 19 ? "18446744073709551615" : std::string(digits);
    }
  }
  return out;
}

void score_versions(Score& score, element document) {
  for (const element object : document["valid"].get_array()) {
    const auto got = version_report(text(object, "input"));
    const auto wanted = expected_version(object);
    score.add("valid", text(object, "id"), got == wanted, is_contested(object),
              got + " instead of " + wanted);
  }
  for (const element object : document["invalid"].get_array()) {
    const bool rejected = !Version::parse(text(object, "input"));
    score.add("invalid", text(object, "id"), rejected, is_contested(object),
              "accepts " + text(object, "input"));
  }
}

// Every pair, by operator<=> and by key.
void score_order(Score& score, element document) {
  for (const element object : document["order"].get_array()) {
    std::vector<std::pair<std::size_t, Version>> versions;
    std::size_t rank = 0;
    for (const element group : object["groups"].get_array()) {
      for (const element member : group.get_array()) {
        versions.emplace_back(rank, *Version::parse(std::string_view(member)));
      }
      ++rank;
    }
    std::string wrong;
    for (const auto& [rank_a, a] : versions) {
      for (const auto& [rank_b, b] : versions) {
        const auto wanted = rank_a <=> rank_b;
        const auto keys = version_key(a).compare(version_key(b)) <=> 0;
        const auto heads = compare_keys(key16(a), key_tail(a), key16(b), key_tail(b));
        if ((a <=> b) != wanted || keys != wanted || heads != wanted)
          wrong = a.to_string() + " and " + b.to_string();
      }
    }
    score.add("order", text(object, "id"), wrong.empty(), is_contested(object), wrong);
  }
}

std::string canonical(const Specifier& specifier) {
  auto version = Version::parse(specifier.version_text());
  if (!version || specifier.is_wildcard() || specifier.op() == Specifier::Operator::kArbitrary) {
    return specifier.to_string();
  }
  const bool keep_zeros = specifier.op() == Specifier::Operator::kCompatible;
  return std::string(specifier.op_text()) +
         (keep_zeros ? version->to_string() : canonical(*version));
}

void score_specifiers(Score& score, element document) {
  for (const element object : document["specifier_valid"].get_array()) {
    const auto specifier = Specifier::parse(text(object, "input"));
    std::string got = "rejected";
    if (specifier) {
      got = specifier->to_string() + " " + std::string(specifier->op_text()) + " " +
            std::string(specifier->version_text()) + (specifier->is_wildcard() ? ".*" : "") + " " +
            canonical(*specifier) + (specifier->names_prerelease() ? " pre" : "");
    }
    const auto wanted = text(object, "normalized") + " " + text(object, "operator") + " " +
                        text(object, "version") + " " + text(object, "canonical") +
                        (flag(object, "implies_prereleases") ? " pre" : "");
    score.add("specifier_valid", text(object, "id"), got == wanted, is_contested(object),
              got + " instead of " + wanted);
  }
  for (const element object : document["specifier_invalid"].get_array()) {
    score.add("specifier_invalid", text(object, "id"), !Specifier::parse(text(object, "input")),
              is_contested(object), "accepts " + text(object, "input"));
  }
  for (const element object : document["specifier_set_valid"].get_array()) {
    const auto set = SpecifierSet::parse(text(object, "input"));
    const bool right = set && set->to_string() == text(object, "normalized") &&
                       set->specifiers().size() == std::uint64_t(object["count"]) &&
                       set->names_prerelease() == flag(object, "implies_prereleases");
    score.add("specifier_set_valid", text(object, "id"), right, is_contested(object),
              (set ? set->to_string() : "rejected") + " instead of " + text(object, "normalized"));
  }
  for (const element object : document["specifier_set_invalid"].get_array()) {
    score.add("specifier_set_invalid", text(object, "id"),
              !SpecifierSet::parse(text(object, "input")), is_contested(object),
              "accepts " + text(object, "input"));
  }
}

bool is_prerelease(const std::string& version) {
  const auto parsed = Version::parse(version);
  return parsed && parsed->is_prerelease();
}

// Membership three ways: text, version, intervals. They must agree before they can be right.
std::optional<bool> contains(const SpecifierSet& set, const std::string& version) {
  const bool by_text = set.contains_text(version);
  const auto parsed = Version::parse(version);
  if (!parsed) return by_text;
  const bool by_ranges = specifier_ranges(set).contains(version_key(*parsed), version);
  if (by_text != set.contains(*parsed, version) || by_text != by_ranges) return std::nullopt;
  return by_text;
}

void score_cases(Score& score, element document, const char* part, const char* key) {
  for (const element object : document[part].get_array()) {
    const auto set = SpecifierSet::parse(text(object, key));
    const auto version = text(object, "version");
    std::optional<bool> got;
    if (set) got = contains(*set, version);
    const bool finals_only =
        maybe_flag(object, "prereleases") == false && !flag(object, "installed");
    if (got && finals_only) got = *got && !is_prerelease(version);
    const bool wanted = flag(object, "expected");
    score.add(part, text(object, "id"), got == wanted, is_contested(object),
              version + " in " + text(object, key) + (wanted ? " should be" : " should not be"));
  }
}

// The default of PEP 440: pre-releases only where nothing final matches, or a member names one.
std::vector<std::string> filter(const SpecifierSet& set, const std::vector<std::string>& versions,
                                std::optional<bool> prereleases) {
  std::vector<std::string> all;
  std::vector<std::string> finals;
  for (const auto& version : versions) {
    if (contains(set, version) != true) continue;
    all.push_back(version);
    if (!is_prerelease(version)) finals.push_back(version);
  }
  if (prereleases) return *prereleases ? all : finals;
  return set.names_prerelease() || finals.empty() ? all : finals;
}

std::vector<std::string> texts(element array) {
  std::vector<std::string> out;
  for (const element member : array.get_array()) out.emplace_back(std::string_view(member));
  return out;
}

void score_filters(Score& score, element document) {
  for (const element object : document["filter_cases"].get_array()) {
    const auto set = SpecifierSet::parse(text(object, "specifier_set"));
    const auto got = filter(*set, texts(object["input"]), maybe_flag(object, "prereleases"));
    score.add("filter_cases", text(object, "id"), got == texts(object["expected"]),
              is_contested(object), text(object, "specifier_set"));
  }
}

void score_relations(Score& score, element document) {
  for (const element object : document["unsatisfiable"].get_array()) {
    const auto set = SpecifierSet::parse(text(object, "specifier_set"));
    const bool finals_only = maybe_flag(object, "prereleases") == false;
    const bool got = !is_satisfiable(*set, finals_only);
    score.add("unsatisfiable", text(object, "id"), got == flag(object, "unsatisfiable"),
              is_contested(object), text(object, "specifier_set"));
  }
  for (const element object : document["relations"].get_array()) {
    const auto left = SpecifierSet::parse(text(object, "left"));
    const auto right = SpecifierSet::parse(text(object, "right"));
    const auto relation = text(object, "relation");
    const bool got = relation == "subset"     ? is_subset(*left, *right)
                     : relation == "superset" ? is_subset(*right, *left)
                                              : are_disjoint(*left, *right);
    score.add("relations", text(object, "id"), got == flag(object, "expected"),
              is_contested(object),
              text(object, "left") + " " + relation + " " + text(object, "right"));
  }
  for (const element object : document["equality"].get_array()) {
    const bool got =
        *SpecifierSet::parse(text(object, "left")) == *SpecifierSet::parse(text(object, "right"));
    score.add("equality", text(object, "id"), got == flag(object, "equal"), is_contested(object),
              text(object, "left") + " and " + text(object, "right"));
  }
}

void score_names(Score& score, element document) {
  for (const element object : document["names"].get_array()) {
    const auto name = text(object, "input");
    const bool valid = is_valid_name(name);
    const bool right = valid == flag(object, "valid") &&
                       (!valid || normalize_name(name) == text(object, "canonical")) &&
                       (valid && normalize_name(name) == name) == flag(object, "is_normalized");
    score.add("names", text(object, "id"), right, is_contested(object), name);
  }
}

TEST(Conformance, Pep440) {
  const auto json = read_conformance_file("pep440.json");
  if (!json) GTEST_SKIP();
  simdjson::dom::parser parser;
  const element document = parser.parse(json->data(), json->size(), false);
  Score score("pep440");
  score_versions(score, document);
  score_order(score, document);
  score_specifiers(score, document);
  score_cases(score, document, "specifier_cases", "specifier");
  score_cases(score, document, "specifier_set_cases", "specifier_set");
  score_filters(score, document);
  score_relations(score, document);
  score_names(score, document);
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
