// Verdicts on versions that are not pinned, and why newer ones were not taken.
// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "manual_clock.h"
#include "pincompile/resolver.h"
#include "questions.h"
#include "result_matchers.h"
#include "universe_facts.h"

namespace pincompile::testing {
namespace {

using Verdict = WhyNot::Verdict;

/// a 2.0 needs b below 2, which the second line rules out; c and d go in step.
UniverseFacts world() {
  UniverseFacts facts;
  facts.add("a", "1.0");
  facts.add("a", "2.0", {"b<2"});
  facts.add("b", "1.0");
  facts.add("b", "2.0");
  facts.add("c", "1.0", {"d==1.0"});
  facts.add("c", "2.0", {"d==2.0"});
  facts.add("d", "1.0");
  facts.add("d", "2.0");
  facts.add("d", "2.1").requires_python = ">=3.13";
  facts.add("d", "3.0rc1");
  return facts;
}

WhyNot why_not(const std::string& project, const std::string& version,
               const std::vector<std::string>& lines = {"a", "b>=2", "c"}) {
  UniverseFacts facts = world();
  ManualClock clock;
  Resolver resolver(facts, clock);
  auto answer = resolver.why_not(question(lines), project, version);
  EXPECT_OK(answer);
  return answer ? *std::move(answer) : WhyNot();
}

TEST(WhyNot, TellsTheKindsOfAbsenceApart) {
  EXPECT_EQ(why_not("a", "1.0").verdict, Verdict::kPinned);
  EXPECT_EQ(why_not("a", "9").verdict, Verdict::kNoSuchVersion);
  EXPECT_EQ(why_not("d", "1.0", {"a"}).verdict, Verdict::kNotNeeded);
  const WhyNot python = why_not("d", "");
  EXPECT_EQ(python.verdict, Verdict::kUnavailable);
  EXPECT_EQ(python.version, "2.1");
  EXPECT_EQ(python.text, "needs Python >=3.13");
  EXPECT_EQ(why_not("d", "3.0rc1").code, ExclusionCode::kPrerelease);
}

TEST(WhyNot, NamesTheLinesThatForbid) {
  const WhyNot answer = why_not("a", "2.0");
  EXPECT_EQ(answer.verdict, Verdict::kForbidden);
  ASSERT_EQ(answer.core.size(), 1u);
  EXPECT_EQ(answer.core[0].line, 2u);
  std::string text;
  for (const Conflict::Step& step : answer.steps) text += step.text + "\n";
  EXPECT_EQ(text,
            "requirements.in:2 asks for b>=2\n"
            "a 2.0 needs b<2\n");
}

TEST(WhyNot, NamesThePinsThatWouldMove) {
  const WhyNot answer = why_not("d", "1.0");
  EXPECT_EQ(answer.verdict, Verdict::kTradeOff);
  ASSERT_EQ(answer.moves.size(), 1u);
  EXPECT_EQ(answer.moves[0].name, "c");
  EXPECT_EQ(answer.moves[0].from, "2.0");
  EXPECT_EQ(answer.moves[0].to, "1.0");
}

TEST(WhyNot, HasNothingToExplainWithoutASolution) {
  UniverseFacts facts = world();
  ManualClock clock;
  Resolver resolver(facts, clock);
  EXPECT_ERROR(resolver.why_not(question({"a==2.0", "b>=2"}), "a", ""),
               ErrorKind::kInvalidArgument);
}

}  // namespace
}  // namespace pincompile::testing
