// Verdicts on versions against a search through all sets of versions, on random small indexes.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "manual_clock.h"
#include "pincompile/resolver.h"
#include "questions.h"
#include "split_mix.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

using Verdict = WhyNot::Verdict;
using Pins = std::map<std::string, std::string>;

struct Candidate {
  std::string version;
  std::vector<std::string> needs = {};
  ExclusionCode code = ExclusionCode::kNone;
};
using Index = std::map<std::string, std::vector<Candidate>>;

std::string random_requirement(oracle::SplitMix& random, const std::string& name) {
  const auto version = [&] { return std::to_string(1 + random.below(4)) + ".0"; };
  switch (random.below(5)) {
    case 0:
      return name;
    case 1:
      return name + "==" + version();
    case 2:
      return name + ">=" + version();
    case 3:
      return name + "<" + version();
    default:
      return name + "!=" + version();
  }
}

std::string random_name(oracle::SplitMix& random) {
  return std::string(1, static_cast<char>('a' + random.below(5)));
}

Index random_index(oracle::SplitMix& random) {
  Index index;
  for (char name = 'a'; name <= 'e'; ++name) {
    std::vector<Candidate>& versions = index[std::string(1, name)];
    const std::size_t count = 1 + random.below(4);
    for (std::size_t i = 0; i < count; ++i) {
      Candidate& one = versions.emplace_back();
      one.version = std::to_string(i + 1) + ".0";
      std::set<std::string> needed;
      for (std::size_t k = random.below(3); k > 0; --k) {
        const std::string other = random_name(random);
        if (other[0] == name || !needed.insert(other).second) continue;
        one.needs.push_back(random_requirement(random, other));
      }
      if (random.below(12) == 0) one.code = ExclusionCode::kRequiresPython;
      if (random.below(12) == 0) one.code = ExclusionCode::kNeedsBuild;
    }
  }
  return index;
}

UniverseFacts facts_of(const Index& index) {
  UniverseFacts facts;
  for (const auto& [name, versions] : index) {
    for (const Candidate& one : versions) {
      Release& release = facts.add(name, one.version, one.needs);
      if (one.code == ExclusionCode::kRequiresPython) release.requires_python = ">=3.13";
      if (one.code == ExclusionCode::kNeedsBuild) {
        release.unavailable = {MetadataUnavailable::Reason::kNeedsBuild, "dynamic"};
      }
    }
  }
  return facts;
}

const Candidate* find(const Index& index, const std::string& name, const std::string& version) {
  const auto project = index.find(name);
  if (project == index.end()) return nullptr;
  const auto found = std::ranges::find(project->second, version, &Candidate::version);
  return found == project->second.end() ? nullptr : &*found;
}

bool is_met(const std::string& text, const Pins& pins) {
  const auto requirement = Requirement::parse(text);
  const auto pin = pins.find(requirement->name);
  return pin != pins.end() && requirement->specifiers.contains(*Version::parse(pin->second));
}

bool is_valid(const Index& index, const std::vector<std::string>& lines, const Pins& pins) {
  const auto met = [&](const std::string& text) { return is_met(text, pins); };
  return std::ranges::all_of(lines, met) && std::ranges::all_of(pins, [&](const auto& pin) {
           const Candidate* const one = find(index, pin.first, pin.second);
           return one != nullptr && one->code == ExclusionCode::kNone &&
                  std::ranges::all_of(one->needs, met);
         });
}

/// Whether some set of versions that holds `pins` satisfies the lines.
bool has_solution(const Index& index, const std::vector<std::string>& lines, const Pins& pins,
                  char next = 'a') {
  if (next > 'e') return is_valid(index, lines, pins);
  const std::string name(1, next);
  const char after = static_cast<char>(next + 1);
  if (pins.contains(name)) return has_solution(index, lines, pins, after);
  if (has_solution(index, lines, pins, after)) return true;
  return std::ranges::any_of(index.at(name), [&](const Candidate& one) {
    Pins more = pins;
    more[name] = one.version;
    return has_solution(index, lines, more, after);
  });
}

Verdict expected_verdict(const Index& index, const std::vector<std::string>& lines,
                         const Pins& pins, const std::string& name, const std::string& version) {
  if (!pins.contains(name)) return Verdict::kNotNeeded;
  if (pins.at(name) == version) return Verdict::kPinned;
  const Candidate* const one = find(index, name, version);
  if (one == nullptr) return Verdict::kNoSuchVersion;
  if (one->code != ExclusionCode::kNone) return Verdict::kUnavailable;
  return has_solution(index, lines, {{name, version}}) ? Verdict::kTradeOff : Verdict::kForbidden;
}

/// A minimal set of lines that the version contradicts.
void check_core(const Index& index, const std::vector<std::string>& lines, const WhyNot& answer,
                const Pins& demand) {
  std::vector<std::string> core;
  for (const Origin& origin : answer.core) core.push_back(lines[origin.line - 1]);
  EXPECT_FALSE(has_solution(index, core, demand)) << "the lines named do not forbid it";
  for (std::size_t i = 0; i < core.size(); ++i) {
    auto fewer = core;
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_TRUE(has_solution(index, fewer, demand)) << "no need to name line " << i;
  }
}

/// The pins after the moves are a solution with the version.
void check_moves(const Index& index, const std::vector<std::string>& lines, const WhyNot& answer,
                 Pins pins, const Pins& demand) {
  for (const WhyNot::Move& move : answer.moves) {
    EXPECT_EQ(move.from, pins.contains(move.name) ? pins[move.name] : "");
    pins.erase(move.name);
    if (!move.to.empty()) pins[move.name] = move.to;
  }
  for (const auto& [name, version] : demand) pins[name] = version;
  EXPECT_TRUE(is_valid(index, lines, pins)) << "the moves give no solution";
}

TEST(WhyNotSearch, AgreesWithASearchThroughAllSetsOfVersions) {
  std::map<Verdict, int> seen;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE(seed);
    oracle::SplitMix random(seed);
    const Index index = random_index(random);
    std::vector<std::string> lines;
    for (std::size_t i = 1 + random.below(3); i > 0; --i) {
      lines.push_back(random_requirement(random, random_name(random)));
    }
    UniverseFacts facts = facts_of(index);
    ManualClock clock;
    Resolver resolver(facts, clock);
    const Pins pins = pins_of(resolver.resolve(question(lines)));
    EXPECT_EQ(!pins.empty(), has_solution(index, lines, {}));
    if (pins.empty()) continue;
    for (int triple = 0; triple < 3; ++triple) {
      const std::string name = random_name(random);
      const std::string version = std::to_string(1 + random.below(5)) + ".0";
      SCOPED_TRACE(name + " " + version);
      const auto answer = resolver.why_not(question(lines), name, version);
      ASSERT_TRUE(answer) << answer.error().to_string();
      EXPECT_EQ(answer->verdict, expected_verdict(index, lines, pins, name, version));
      ++seen[answer->verdict];
      const Pins demand = {{name, version}};
      if (answer->verdict == Verdict::kForbidden) check_core(index, lines, *answer, demand);
      if (answer->verdict == Verdict::kTradeOff) check_moves(index, lines, *answer, pins, demand);
      if (answer->verdict == Verdict::kUnavailable) {
        EXPECT_EQ(answer->code, find(index, name, version)->code);
      }
    }
  }
  for (const Verdict verdict : {Verdict::kPinned, Verdict::kNotNeeded, Verdict::kNoSuchVersion,
                                Verdict::kUnavailable, Verdict::kForbidden, Verdict::kTradeOff}) {
    EXPECT_GE(seen[verdict], 10) << "too few of verdict " << static_cast<int>(verdict);
  }
}

}  // namespace
}  // namespace pincompile::testing
