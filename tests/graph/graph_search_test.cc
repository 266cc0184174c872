// Questions to the resolved graph against answers by walking all ways, on random graphs with
// cycles.
// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "output/resolution_builder.h"
#include "pincompile/graph.h"
#include "split_mix.h"

namespace pincompile {
namespace {

using oracle::SplitMix;
using pincompile::testing::ResolutionBuilder;
using Path = ResolvedGraph::Path;
using Nodes = std::set<std::uint32_t>;

std::string pin_name(std::size_t number) { return std::string(1, static_cast<char>('a' + number)); }

/// Two sources, up to nine pins, edges between any two, some of them doubled.
Resolution random_resolution(SplitMix& random) {
  ResolutionBuilder b;
  const std::uint32_t lines[] = {b.line("x", "-r x.in"), b.line("y", "-r y.in")};
  const std::size_t count = 2 + random.below(8);
  const double density = 0.1 + 0.1 * static_cast<double>(random.below(3));
  for (std::size_t i = 0; i < count; ++i) {
    Pin& pin = b.pin(pin_name(i), "1");
    for (const std::uint32_t line : lines)
      if (random.flip(0.15)) pin.required_by.push_back(b.by_line(line));
    for (std::size_t k = 0; k < count; ++k) {
      if (random.flip(density)) pin.required_by.push_back(b.by_pin(pin_name(k), ">=1"));
      if (random.flip(density / 4)) pin.required_by.push_back(b.by_pin(pin_name(k), "<9"));
    }
  }
  return b.resolution;
}

/// Nodes that follow a node, along edges that are not left out.
Nodes after(const ResolvedGraph& graph, std::uint32_t node,
            const std::vector<bool>& left_out = {}) {
  Nodes next;
  for (std::size_t i = 0; i < graph.edges().size(); ++i)
    if (graph.edges()[i].from == node && (left_out.empty() || !left_out[i]))
      next.insert(graph.edges()[i].to);
  return next;
}

/// Nodes that some way of one edge or more leads to, `without` never passed.
Nodes reached(const ResolvedGraph& graph, std::uint32_t from, std::uint32_t without = ~0u,
              const std::vector<bool>& left_out = {}) {
  Nodes seen;
  std::vector<std::uint32_t> open{from};
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    for (const std::uint32_t next : after(graph, node, left_out))
      if (next != without && seen.insert(next).second) open.push_back(next);
  }
  return seen;
}

/// All ways without a repeated node from a source to where `path`, read backwards, begins.
void collect_paths(const ResolvedGraph& graph, const Path& path, std::vector<Path>& all) {
  if (graph.nodes()[path.back()].is_source) return all.push_back(path);
  for (std::uint32_t node = 0; node < graph.nodes().size(); ++node) {
    if (!after(graph, node).contains(path.back())) continue;
    if (std::ranges::find(path, node) != path.end()) continue;
    Path longer = path;
    longer.push_back(node);
    collect_paths(graph, longer, all);
  }
}

std::vector<Path> all_paths(const ResolvedGraph& graph, std::uint32_t node) {
  std::vector<Path> paths;
  collect_paths(graph, {node}, paths);
  std::ranges::sort(paths, [](const Path& a, const Path& b) {
    return std::pair(a.size(), a) < std::pair(b.size(), b);
  });
  for (Path& path : paths) std::ranges::reverse(path);
  return paths;
}

std::uint32_t first_pin(const ResolvedGraph& graph) { return graph.node_of_pin(0); }

void check_pin(const ResolvedGraph& graph, std::uint32_t pin) {
  const std::uint32_t node = graph.node_of_pin(pin);
  std::vector<std::uint32_t> needs, needed_by;
  std::set<std::string> via;
  for (std::uint32_t other = 0; other < graph.nodes().size(); ++other) {
    if (after(graph, other).contains(node)) via.insert(graph.nodes()[other].text);
    if (graph.nodes()[other].is_source || other == node) continue;
    if (reached(graph, node).contains(other)) needs.push_back(other - first_pin(graph));
    if (reached(graph, other).contains(node)) needed_by.push_back(other - first_pin(graph));
  }
  EXPECT_EQ(graph.dependencies_of(pin), needs);
  EXPECT_EQ(graph.dependents_of(pin), needed_by);
  EXPECT_EQ(graph.via(pin), std::vector<std::string>(via.begin(), via.end()));

  const auto paths = all_paths(graph, node);
  const auto found = graph.paths_to(pin, 5);
  ASSERT_EQ(found.size(), std::min<std::size_t>(5, paths.size()));
  for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ(found[i], paths[i]);

  // The last of the pins that stand on all paths.
  std::optional<std::uint32_t> dominator;
  for (std::size_t i = 0; !paths.empty() && i < paths[0].size(); ++i) {
    const std::uint32_t one = paths[0][i];
    if (graph.nodes()[one].is_source || one == node) continue;
    const bool on_all = std::ranges::all_of(
        paths, [&](const Path& path) { return std::ranges::find(path, one) != path.end(); });
    if (on_all) dominator = one - first_pin(graph);
  }
  EXPECT_EQ(graph.dominator_of(pin), dominator);
}

void check_cycles(const ResolvedGraph& graph) {
  std::set<std::vector<std::uint32_t>> groups;
  for (std::uint32_t node = first_pin(graph); node < graph.nodes().size(); ++node) {
    std::vector<std::uint32_t> group{node - first_pin(graph)};
    for (std::uint32_t other = first_pin(graph); other < graph.nodes().size(); ++other)
      if (other != node && reached(graph, node).contains(other) &&
          reached(graph, other).contains(node))
        group.push_back(other - first_pin(graph));
    std::ranges::sort(group);
    if (group.size() > 1) groups.insert(group);
  }
  const auto cycles = graph.cycles();
  EXPECT_EQ(std::vector(groups.begin(), groups.end()), cycles);
}

/// What is left connects what was connected, and none of it can be left out as well.
void check_spared_edges(const ResolvedGraph& graph) {
  const std::vector<bool> spared = graph.spared_edges();
  ASSERT_EQ(spared.size(), graph.edges().size());
  for (std::uint32_t node = 0; node < graph.nodes().size(); ++node)
    EXPECT_EQ(reached(graph, node, ~0u, spared), reached(graph, node));
  for (std::size_t i = 0; i < spared.size(); ++i) {
    if (spared[i]) continue;
    std::vector<bool> one_more = spared;
    one_more[i] = true;
    EXPECT_FALSE(
        reached(graph, graph.edges()[i].from, ~0u, one_more).contains(graph.edges()[i].to));
  }
}

TEST(GraphSearch, AgreesWithWalkingAllWays) {
  std::size_t with_cycles = 0, with_dominator = 0;
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    SCOPED_TRACE(seed);
    SplitMix random(seed);
    const Resolution resolution = random_resolution(random);
    const ResolvedGraph graph(resolution);
    for (std::uint32_t pin = 0; pin < resolution.pins.size(); ++pin) {
      check_pin(graph, pin);
      with_dominator += graph.dominator_of(pin).has_value() ? 1 : 0;
    }
    check_cycles(graph);
    check_spared_edges(graph);
    with_cycles += graph.cycles().empty() ? 0 : 1;
  }
  EXPECT_GE(with_cycles, 100u);
  EXPECT_GE(with_dominator, 100u);
}

}  // namespace
}  // namespace pincompile
