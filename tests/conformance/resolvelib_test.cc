// Resolution on real indexes of 2020 (resolvelib): whether there is an answer, whether it is valid,
// and whether the first root is at its highest feasible version.
// SPDX-License-Identifier: MIT
#include <archive.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include <cstdio>
#include <memory>

#include "conformance_set.h"
#include "pincompile/name.h"
#include "questions.h"
#include "recorded_json.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

namespace json = simdjson::dom;

std::string gunzip(const std::string& bytes) {
  std::string result;
  archive* const reader = archive_read_new();
  archive_read_support_filter_gzip(reader);
  archive_read_support_format_raw(reader);
  archive_entry* entry = nullptr;
  if (archive_read_open_memory(reader, bytes.data(), bytes.size()) == ARCHIVE_OK &&
      archive_read_next_header(reader, &entry) == ARCHIVE_OK) {
    char buffer[65536];
    la_ssize_t count = 0;
    while ((count = archive_read_data(reader, buffer, sizeof buffer)) > 0) {
      result.append(buffer, static_cast<std::size_t>(count));
    }
  }
  archive_read_free(reader);
  result.reserve(result.size() + simdjson::SIMDJSON_PADDING);
  return result;
}

std::unique_ptr<UniverseFacts> read_index(const std::string& file) {
  auto facts = std::make_unique<UniverseFacts>();
  const auto packed = read_conformance_file("resolvelib/index/" + file);
  if (!packed) return facts;
  const std::string document = gunzip(*packed);
  json::parser parser;
  json::element index;
  if (parser.parse(document).get(index)) return facts;
  for (const auto& [name, versions] : object(index["packages"])) {
    facts->add_empty(std::string(name));
    for (const auto& [version, entry] : object(versions)) {
      facts->add(std::string(name), std::string(version), texts(entry["requires"]));
    }
  }
  return facts;
}

void run_case(json::element entry, UniverseFacts& facts, Score& score) {
  const json::element expected = entry["expected"];
  const bool satisfiable = flag(expected, "satisfiable");
  for (const Objective objective : {Objective::kNewest, Objective::kFresh}) {
    ResolveRequest request = question(texts(entry["root"]["requires"]));
    request.target = linux_target("3.8.20");
    request.target.platform_release = "5.15.0-91-generic";
    request.target.platform_version = "#101-Ubuntu SMP Tue Nov 14 13:30:08 UTC 2023";
    request.options.objective = objective;
    if (flag(entry["resolver_options"], "prereleases")) {
      request.options.prerelease = PrereleaseMode::kAllow;
    }
    const auto outcome = checked_resolve(facts, request);
    const bool solved = outcome && std::holds_alternative<Resolution>(*outcome);
    bool right = satisfiable ? solved : outcome && std::holds_alternative<Conflict>(*outcome);
    json::object highest;
    if (solved && objective == Objective::kNewest &&
        !expected["highest_feasible_root_versions"].get(highest) &&
        !request.inputs.requirements.empty()) {
      const auto pins = pins_of(outcome);
      const std::string first =
          normalize_name(request.inputs.requirements.front().requirement.name);
      for (const auto& [name, version] : highest) {
        if (normalize_name(name) != first || !version.is_string()) continue;
        right = right && *Version::parse(pins.at(first)) == *Version::parse(text(version));
      }
    }
    score.add(objective == Objective::kNewest ? "newest" : "fresh", text(entry, "name"), right,
              false, describe(outcome));
  }
}

TEST(Resolvelib, RecordedIndexes) {
  const auto document = read_conformance_file("resolvelib/cases.json");
  if (!document) GTEST_SKIP();
  json::parser parser;
  json::element cases;
  ASSERT_FALSE(parser.parse(*document).get(cases));
  std::map<std::string, std::unique_ptr<UniverseFacts>> indexes;
  Score score("resolvelib");
  for (const json::element entry : array(cases["cases"])) {
    auto& facts = indexes[text(entry, "index")];
    if (!facts) facts = read_index(text(entry, "index"));
    SCOPED_TRACE(text(entry, "name"));
    run_case(entry, *facts, score);
  }
  EXPECT_TRUE(score.report());
}

}  // namespace
}  // namespace pincompile::testing
