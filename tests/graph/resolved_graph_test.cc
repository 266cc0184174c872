// Questions to the resolved graph.
// SPDX-License-Identifier: MIT
#include "pincompile/graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "output/resolution_builder.h"

namespace pincompile {
namespace {

using pincompile::testing::ResolutionBuilder;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// x.in -> app -> web -> core; y.in -> web; core <-> ring; lone hangs on core alone.
Resolution web() {
  ResolutionBuilder b;
  const auto app = b.line("app", "-r x.in");
  const auto web = b.line("web", "-r y.in");
  b.pin("app", "1").required_by = {b.by_line(app)};
  b.pin("core", "1").required_by = {b.by_pin("ring"), b.by_pin("web"), b.by_pin("app")};
  b.pin("lone", "1").required_by = {b.by_pin("core"), b.by_pin("lone"), b.by_pin("core", ">=1")};
  b.pin("ring", "1").required_by = {b.by_pin("core")};
  b.pin("web", "1").required_by = {b.by_pin("app"), b.by_line(web)};
  return b.resolution;
}

std::vector<std::string> texts(const ResolvedGraph& graph, const ResolvedGraph::Path& path) {
  std::vector<std::string> list;
  for (std::uint32_t node : path) list.push_back(graph.nodes()[node].text);
  return list;
}

TEST(ResolvedGraph, ListsEachParentOnceSortedAndNeverThePinItself_2_6) {
  const Resolution resolution = web();
  const ResolvedGraph graph(resolution);
  EXPECT_THAT(graph.via(1), ElementsAre("app", "ring", "web"));
  EXPECT_THAT(graph.via(2), ElementsAre("core"));
  EXPECT_THAT(graph.via(4), ElementsAre("-r y.in", "app"));
}

TEST(ResolvedGraph, FindsPathsShortestFirst_9_4) {
  const Resolution resolution = web();
  const ResolvedGraph graph(resolution);
  const auto paths = graph.paths_to(1, 10);
  ASSERT_EQ(paths.size(), 3u);
  EXPECT_THAT(texts(graph, paths[0]), ElementsAre("-r x.in", "app", "core"));
  EXPECT_THAT(texts(graph, paths[1]), ElementsAre("-r y.in", "web", "core"));
  EXPECT_THAT(texts(graph, paths[2]), ElementsAre("-r x.in", "app", "web", "core"));
  EXPECT_EQ(graph.paths_to(1, 2).size(), 2u);
}

TEST(ResolvedGraph, KnowsWhatDependsOnWhatDirectlyOrNot) {
  const Resolution resolution = web();
  const ResolvedGraph graph(resolution);
  EXPECT_THAT(graph.dependents_of(2), ElementsAre(0u, 1u, 3u, 4u));
  EXPECT_THAT(graph.dependencies_of(4), ElementsAre(1u, 2u, 3u));
  EXPECT_THAT(graph.dependencies_of(2), IsEmpty());
}

TEST(ResolvedGraph, FindsPinsThatNeedEachOther) {
  const Resolution resolution = web();
  EXPECT_THAT(ResolvedGraph(resolution).cycles(), ElementsAre(ElementsAre(1u, 3u)));
}

TEST(ResolvedGraph, FindsThePinThatAllPathsGoThrough) {
  const Resolution resolution = web();
  const ResolvedGraph graph(resolution);
  EXPECT_EQ(graph.dominator_of(2), 1u);
  EXPECT_EQ(graph.dominator_of(4), std::nullopt);
}

}  // namespace
}  // namespace pincompile
