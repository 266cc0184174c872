// The resolved graph as DOT and Mermaid, to the byte (behaviour.md 9.3).
// SPDX-License-Identifier: MIT
#include "output/graph_text.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>

#include "resolution_builder.h"
#include "split_mix.h"

namespace pincompile {
namespace {

using pincompile::testing::ResolutionBuilder;
using pincompile::testing::shop;
using ::testing::HasSubstr;
using ::testing::Not;

Resolution held_shop() {
  Resolution resolution = shop();
  for (Pin& pin : resolution.pins) pin.direct = pin.name == "shop" || pin.name == "cart";
  resolution.pins[1].held_back.push_back({"1.2"});
  return resolution;
}

/// Layers of ten pins, each needing all of the next; the first pin needs all others.
Resolution large(int pins) {
  ResolutionBuilder b;
  const auto line = b.line("p00", "-r all.in");
  for (int i = 0; i < pins; ++i) {
    const auto name = [](int number) {
      return std::string(number < 10 ? "p0" : "p") + std::to_string(number);
    };
    Pin& pin = b.pin(name(i), "1.0");
    if (i == 0) pin.required_by.push_back(b.by_line(line));
    if (i > 0) pin.required_by.push_back(b.by_pin("p00", ">=1"));
    for (int k = i / 10 * 10 - 10; i >= 10 && k < i / 10 * 10; ++k)
      pin.required_by.push_back(b.by_pin(name(k), "<2"));
  }
  b.resolution.pins.back().held_back.push_back({"2.0"});
  return b.resolution;
}

TEST(GraphText, DrawsSourcesPinsAndWhatEdgesAskForAsDot_9_3) {
  const Resolution resolution = held_shop();
  EXPECT_EQ(dot_text(ResolvedGraph(resolution), {"pip"}),
            R"dot(digraph pins {
  graph [rankdir=LR, nodesep=0.08, ranksep=0.8, outputorder=edgesfirst];
  node [shape=box, style="rounded,filled", fillcolor=white, color="#555555",
        fontname=Helvetica, fontsize=11, height=0.2, margin="0.06,0.03"];
  edge [color="#888888", fontname=Helvetica, fontsize=9, fontcolor="#555555",
        arrowsize=0.5, penwidth=0.7];
  "-r shop.in" [shape=box, style=filled, fillcolor="#333333", fontcolor=white];
  "cart" [label="cart 2.0", style="rounded,filled", fillcolor="#cfe3ff", penwidth=1.5];
  "decimals" [label="decimals 1.1", style="rounded,filled,dashed", fillcolor="#fff3d6"];
  "pip" [label="pip 25.3", style="rounded,filled", color=grey, fontcolor=grey];
  "shop" [label="shop 2.4", style="rounded,filled", fillcolor="#cfe3ff", penwidth=1.5];
  "-r shop.in" -> "cart";
  "-r shop.in" -> "shop";
  "cart" -> "decimals" [label="; extra == \"tax\""];
  "cart" -> "pip";
  "shop" -> "cart" [label=">=1.2"];
}
)dot");
}

TEST(GraphText, DrawsTheSameAsMermaid_9_3) {
  const Resolution resolution = held_shop();
  EXPECT_EQ(mermaid_text(ResolvedGraph(resolution), {"pip"}),
            R"mmd(flowchart LR
  n0["-r shop.in"]
  n1("cart 2.0")
  n2("decimals 1.1")
  n3("pip 25.3")
  n4("shop 2.4")
  n0 --> n1
  n0 --> n4
  n1 -->|"; extra == #quot;tax#quot;"| n2
  n1 --> n3
  n4 -->|"#gt;=1.2"| n1
  class n0 source
  class n1 direct
  class n2 held
  class n3 unsafe
  class n4 direct
  classDef source fill:#333,color:#fff
  classDef direct fill:#cfe3ff,color:#000
  classDef held stroke-dasharray:5 5
  classDef unsafe fill:#ddd,color:#777
)mmd");
}

TEST(GraphText, KeepsLargeGraphsLegible) {
  const Resolution resolution = large(40);
  const ResolvedGraph graph(resolution);
  const std::string dot = dot_text(graph, {});
  EXPECT_THAT(dot, Not(HasSubstr("label=\">=1\"")));
  EXPECT_THAT(dot, HasSubstr("\"p00\" -> \"p39\" [tooltip=\"p00 needs p39 >=1\", "
                             "constraint=false, color=\"#e2e2e2\", arrowsize=0.3];\n"));
  EXPECT_THAT(dot, HasSubstr("\"p20\" -> \"p39\" [tooltip=\"p20 needs p39 <2\"];\n"));
  const std::string mermaid = mermaid_text(graph, {});
  EXPECT_THAT(mermaid, HasSubstr("  n1 -.->|\"#gt;=1\"| n40\n"));
  EXPECT_THAT(mermaid, HasSubstr("  n21 -->|\"#lt;2\"| n40\n"));
  EXPECT_THAT(mermaid, HasSubstr("  n11 --> n22\n"));
}

TEST(GraphText, DoesNotDependOnTheOrderInWhichReasonsAreListed) {
  Resolution resolution = large(40);
  const std::string dot = dot_text(ResolvedGraph(resolution), {});
  const std::string mermaid = mermaid_text(ResolvedGraph(resolution), {});
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    oracle::SplitMix random(seed);
    for (Pin& pin : resolution.pins) random.shuffle(pin.required_by);
    EXPECT_TRUE(dot_text(ResolvedGraph(resolution), {}) == dot) << seed;
    EXPECT_TRUE(mermaid_text(ResolvedGraph(resolution), {}) == mermaid) << seed;
  }
}

TEST(GraphText, IsReadByMermaidsParser) {
  const char* const folder = std::getenv("PINCOMPILE_MERMAID");
  if (folder == nullptr)
    GTEST_SKIP() << "PINCOMPILE_MERMAID names no folder with node_modules of mermaid and jsdom";
  const Resolution small = held_shop(), big = large(55);
  const std::string stem = ::testing::TempDir() + "pincompile-graph-";
  std::ofstream(stem + "small.mmd") << mermaid_text(ResolvedGraph(small), {"pip"});
  std::ofstream(stem + "big.mmd") << mermaid_text(ResolvedGraph(big), {});
  std::ofstream(stem + "broken.mmd") << "flowchart LR\n  n0[\"open\n";
  const auto parse = [&](const std::string& name) {
    const std::string command = std::string("node ") + PINCOMPILE_SOURCE_DIR +
                                "/tests/output/parse_mermaid.mjs '" + folder + "' '" + stem + name +
                                "' 2> /dev/null";
    return std::system(command.c_str());
  };
  EXPECT_EQ(parse("small.mmd"), 0);
  EXPECT_EQ(parse("big.mmd"), 0);
  EXPECT_NE(parse("broken.mmd"), 0);
}

}  // namespace
}  // namespace pincompile
