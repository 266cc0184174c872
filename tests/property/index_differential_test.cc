// The engine against CaDiCaL and against recorded verdicts on real indexes: resolvelib's snapshots,
// and requirement sets on a static index (folders named by PINCOMPILE_INDEX_DIR and
// PINCOMPILE_REQUIREMENTS_DIR). Objective `newest`, pre-releases last and not held out.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>
#include <simdjson.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "index_sources.h"
#include "judge.h"
#include "order_encoding.h"
#include "pincompile/name.h"
#include "proof_checker.h"

namespace pincompile::bench {

namespace {

using oracle::Model;
using oracle::Universe;

struct Answer {
  Model pins = {};  // empty: no solution
  std::string proof_error = {};
};

Answer solve(const Universe& u, bool check_proofs) {
  oracle::UniverseDriver world(u, {.seed = 1, .permute_ids = true, .shuffle_arrival = true});
  solver::Options options;
  options.objective = solver::Objective::kNewest;
  options.budget.fetches = 1000000;
  options.budget.query_conflicts = 1000000;
  options.budget.conflicts = 10000000;
  options.record_proof = check_proofs;
  solver::Solver solver(options, world);
  world.state_lines(solver);
  Answer answer;
  const solver::Step step = world.run(solver);
  if (step == solver::Step::kFinished) {
    answer.pins = world.model(solver.solution());
    if (!solver.solution().proven) answer.proof_error = "not all pins are proven";
  } else if (step != solver::Step::kUnsatisfiable) {
    answer.proof_error = "undecided";
  }
  if (!check_proofs || !answer.proof_error.empty()) return answer;
  answer.proof_error = oracle::proof_error(solver.proof(), world);
  if (!answer.proof_error.empty()) return answer;
  answer.proof_error = step == solver::Step::kUnsatisfiable
                           ? oracle::refutation_error(solver.proof(), solver.core().proof_step)
                           : oracle::certificate_error(solver.proof(), solver.solution(), world);
  return answer;
}

std::string pins_text(const std::vector<std::string>& names, const Model& pins) {
  std::string text;
  for (std::size_t p = 0; p < pins.size(); ++p) {
    if (pins[p] != oracle::kAbsent) text += names[p] + "=" + std::to_string(pins[p]) + " ";
  }
  return text;
}

/// Compares verdict and layered optimum; returns the pins.
Model compare(IndexWorld& world, const std::vector<pincompile::Requirement>& roots) {
  std::vector<std::string> names;
  Universe u = whole_universe(world, roots, &names);
  for (oracle::Package& package : u.packages) {
    for (oracle::Release& release : package.releases) release.reluctant = false;  // not encoded
  }
  const Answer answer = solve(u, true);
  EXPECT_EQ(answer.proof_error, "");
  oracle::OrderEncoding formula(u);
  EXPECT_EQ(pins_text(names, answer.pins), pins_text(names, formula.layered_optimum()));
  return answer.pins;
}

std::string folder_from(const char* variable, const std::string& fallback) {
  const char* set = std::getenv(variable);
  return set == nullptr ? fallback : set;
}

std::vector<pincompile::Requirement> parsed(const std::vector<std::string>& texts) {
  std::vector<pincompile::Requirement> result;
  for (const std::string& text : texts) {
    auto requirement = pincompile::Requirement::parse_lenient(text);
    EXPECT_TRUE(requirement) << text;
    if (requirement) result.push_back(std::move(*requirement));
  }
  return result;
}

std::vector<std::string> strings(const simdjson::dom::element& list) {
  std::vector<std::string> result;
  for (const auto& text : simdjson::dom::array(list)) result.emplace_back(std::string_view(text));
  return result;
}

class ResolvelibCases : public testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        folder_from("PINCOMPILE_CONFORMANCE_DIR", PINCOMPILE_SOURCE_DIR "/../shared/conformance") +
        "/resolvelib";
    if (!std::filesystem::exists(folder_)) GTEST_SKIP() << "no conformance data in " << folder_;
    ASSERT_EQ(parser_.load(folder_ + "/cases.json").get(cases_), simdjson::SUCCESS);
  }

  IndexWorld& world(const std::string& index) {
    auto& world = worlds_[index];
    if (!world.second) {
      EXPECT_TRUE(world.first.load(folder_ + "/index/" + index)) << index;
      world.second = std::make_unique<IndexWorld>(world.first, linux_python(8, 20));
    }
    return *world.second;
  }

  std::string folder_;
  simdjson::dom::parser parser_;
  simdjson::dom::element cases_;
  std::map<std::string, std::pair<ResolvelibIndex, std::unique_ptr<IndexWorld>>> worlds_;
};

}  // namespace

TEST_F(ResolvelibCases, VerdictsBestRootsAndLayeredOptima) {
  // All of them take a minute: CI looks at every 40th, PINCOMPILE_PROPERTY_ROUNDS >= 4000 at all.
  const std::uint64_t share = std::max<std::uint64_t>(1, 4000 / oracle::property_rounds(100));
  std::uint64_t position = 0, compared = 0;
  for (const auto& one : simdjson::dom::array(cases_["cases"])) {
    if (position++ % share != 0) continue;
    const auto name = std::string(std::string_view(one["name"]));
    SCOPED_TRACE(name);
    IndexWorld& index = world(std::string(std::string_view(one["index"])));
    const auto roots = parsed(strings(one["root"]["requires"]));
    const Model pins = compare(index, roots);
    ASSERT_FALSE(HasFailure());
    ++compared;
    const auto expected = one["expected"];
    ASSERT_EQ(!pins.empty(), bool(expected["satisfiable"]));
    simdjson::dom::object best;
    if (pins.empty() || roots.size() != 1 ||
        expected["highest_feasible_root_versions"].get(best) != simdjson::SUCCESS) {
      continue;
    }
    for (const auto& [root, version] : best) {
      std::string_view text;
      if (version.get(text) != simdjson::SUCCESS) continue;
      const auto& page = index.page(index.project(normalize_name(root)));
      const Version& got = page.versions[static_cast<std::size_t>(pins[0])];
      ASSERT_EQ(got.to_string(), Version::parse(text)->to_string()) << root;
    }
  }
  RecordProperty("compared", std::to_string(compared));
}

TEST(RecordedSets, LayeredOptimumOfTheSatSolver) {
  const std::string index = folder_from("PINCOMPILE_INDEX_DIR", "");
  const std::string sets = folder_from("PINCOMPILE_REQUIREMENTS_DIR", "");
  if (index.empty() || sets.empty()) {
    GTEST_SKIP() << "PINCOMPILE_INDEX_DIR and PINCOMPILE_REQUIREMENTS_DIR name no folders";
  }
  SimpleTree tree(index);
  IndexWorld world(tree, linux_python(11, 5));
  std::size_t compared = 0, solved = 0;
  for (const auto& file : std::filesystem::directory_iterator(sets)) {
    std::ifstream lines(file.path());
    std::vector<pincompile::Requirement> roots;
    for (std::string line; std::getline(lines, line);) {
      line = line.substr(0, line.find(" #"));
      if (line.empty() || line[0] == '#' || line[0] == '-') continue;
      auto requirement = pincompile::Requirement::parse(line);
      if (requirement && requirement->url.empty() &&
          requirement->marker.evaluate(world.environment())) {
        roots.push_back(std::move(*requirement));
      }
    }
    if (roots.empty()) continue;
    SCOPED_TRACE(file.path().filename().string());
    ++compared;
    solved += compare(world, roots).empty() ? 0 : 1;
    ASSERT_FALSE(HasFailure());
  }
  std::printf("%zu sets compared, %zu with a solution\n", compared, solved);
}

}  // namespace pincompile::bench
