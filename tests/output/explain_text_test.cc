// `why` and `--explain` in words: short, folded, shared parts once (behaviour.md 8.1, 9.4).
// SPDX-License-Identifier: MIT
#include "pincompile/explain.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "output/folding.h"
#include "resolution_builder.h"

namespace pincompile {
namespace {

using pincompile::testing::ResolutionBuilder;
using pincompile::testing::shop;

std::size_t lines_of(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST(ExplainText, TellsPathsSharedPartsOnceAndWhatActs_9_4) {
  Resolution resolution = shop();
  resolution.pins[0].newest = "3.0";
  resolution.pins[0].held_back.push_back(
      {"3.0", ExclusionCode::kConflict, "shop==2.4 needs cart<3", {"shop"}});
  EXPECT_EQ(why_text(ResolvedGraph(resolution), 0, false),
            "cart 2.0 is needed by\n"
            "  -r shop.in\n"
            "    cart 2.0\n"
            "    shop 2.4\n"
            "      cart 2.0 (>=1.2)\n"
            "what acts on its version\n"
            "  shop.in:1 asks for cart[Tax]>=1,   <3\n"
            "  shop needs cart>=1.2\n"
            "proven: no better version fits the pins before it\n"
            "not cart 3.0: shop==2.4 needs cart<3\n");
  EXPECT_EQ(explain_text(ResolvedGraph(resolution), false),
            "not cart 3.0: shop==2.4 needs cart<3\n");
}

TEST(ExplainText, CutsLongTextsUnlessAllIsAskedFor) {
  ResolutionBuilder b;
  const auto line = b.line("p10", "-r all.in");
  for (int i = 10; i < 99; ++i) {
    Pin& pin = b.pin("p" + std::to_string(i), "1.0");
    pin.held_back.push_back({"2.0", ExclusionCode::kRequiresPython, "needs Python >=3.13"});
    if (i == 10) pin.required_by.push_back(b.by_line(line));
    if (i > 10) pin.required_by.push_back(b.by_pin("p10"));
  }
  Pin& last = b.pin("p99", "1.0");
  for (int i = 10; i < 99; ++i)
    last.required_by.push_back(b.by_pin("p" + std::to_string(i), ">=1"));
  const ResolvedGraph graph(b.resolution);
  EXPECT_LE(lines_of(why_text(graph, 89, false)), 40u);
  EXPECT_GT(lines_of(why_text(graph, 89, true)), 100u);
  EXPECT_LE(lines_of(explain_text(graph, false)), 40u);
  EXPECT_EQ(lines_of(explain_text(graph, true)), 89u);
}

TEST(ExplainText, CutsLongConflictsUnlessAllIsAskedFor) {
  Conflict conflict;
  conflict.headline = "no set of versions satisfies all.in";
  for (int i = 0; i < 50; ++i) conflict.steps.push_back({"fact " + std::to_string(i)});
  EXPECT_EQ(conflict_error(conflict, false).causes.size(), 31u);
  EXPECT_EQ(conflict_error(conflict, false).causes.back(), "and 20 more facts; -v lists them all");
  EXPECT_EQ(conflict_error(conflict, true).causes.size(), 50u);
}

TEST(Folding, BreaksAtBlanksAndInLongListsAtCommas_8_1) {
  const std::string word(30, 'x');
  EXPECT_EQ(folded("short line", 2, 4), "short line");
  EXPECT_EQ(folded(word + " " + word + " " + word + " " + word, 2, 4),
            word + " " + word + " " + word + "\n    " + word);
  std::string list = "protobuf";
  for (int i = 0; i < 30; ++i) list += (i == 0 ? "!=4." : ",!=4.") + std::to_string(i);
  const std::string text = folded("core needs " + list + " or none", 2, 4);
  std::string joined;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    EXPECT_LE(end - at + (at == 0 ? 2 : 0), 100u);
    const std::size_t begin = at == 0 ? 0 : at + 4;
    joined += (joined.empty() || joined.back() == ',' ? "" : " ") + text.substr(begin, end - begin);
    at = end + 1;
  }
  EXPECT_EQ(joined, "core needs " + list + " or none");
  EXPECT_EQ(folded(std::string(150, 'n'), 0, 4), std::string(150, 'n'));
  EXPECT_EQ(folded("a " + std::string(150, 'n') + " " + std::string(150, 'm'), 0, 4),
            "a " + std::string(150, 'n') + " " + std::string(150, 'm'));
}

}  // namespace
}  // namespace pincompile
